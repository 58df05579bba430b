/** What GraphiQL shows first: a query that finds something in most catalogues. */
export const firstQuery = `# Ranked, faceted search. Ctrl-Enter runs it; Ctrl-Space completes; the book icon opens the documentation.
query Search($words: String! = "hippocampos") {
  search(query: $words, facets: [{ facet: SPECIES }, { facet: STRUCTURE }], first: 10) {
    totalCount
    interpretation { text as label }
    facets { facet buckets { value label count } missing }
    edges {
      node { id title kind source { title } license { raw class } landingPage }
      highlights { field fragment }
    }
    sources { source { title } state total harvestedAt error }
    warnings { code argument message }
  }
}
`
