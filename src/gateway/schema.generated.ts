// Generated from schema/gateway.graphql by schema-types.ts. Do not edit.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { StoredRecord, HarvestRun } from '../model/index.ts';
import type { StoredAsset, SourceWithCount } from '../store/record-store.ts';
import type { LinkedAsset, SearchAnswer, RecordHit, SourceAnswer, RecordPage, AssetPage, HarvestPage, FoundSuggestion, WhyNotAnswer, ExampleId, HarvestChangePage, AuditPage } from './parents.ts';
import type { SourceCheck as SourceCheckParent, CheckedRecord } from '../harvest/registration/draft.ts';
import type { RemapReport as RemapReportParent, RemapExample as RemapExampleParent, ReplayReport as ReplayReportParent } from '../harvest/upkeep/remapped.ts';
import type { SourceReport as SourceReportParent } from '../harvest/upkeep/source-report.ts';
import type { HarvestChange as HarvestChangeParent, AuditEntry as AuditEntryParent } from '../store/registry.ts';
import type { GatewayContext } from './context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A moment, RFC 3339 in UTC: `2024-05-17T08:30:00Z`. */
  DateTime: { input: string; output: string; }
  /** A day, month or year, as precise as the source is: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. As an end of a range it covers all of its days. */
  PartialDate: { input: string; output: string; }
  /** An absolute address with `http:` or `https:`. */
  URL: { input: string; output: string; }
  /** A number of bytes: a whole number from 0, as a JSON number that may exceed 2^31. */
  ByteCount: { input: number; output: number; }
  /** Any JSON value. */
  JSON: { input: unknown; output: unknown; }
};

/** What has an id. Ids are opaque, unique across types, stable across harvests and safe in a URL path (`A-Za-z0-9._~-`). */
export type Node = {
  /** Opaque id, for `node(id:)` and the field of its own type. */
  id: Scalars['ID']['output'];
};

/**
 * Everything that can be read. Only what the caller may discover exists: what is hidden is in no list, count or
 * suggestion. A root that fails is null with an error at its path, and takes no other root with it.
 */
export type Query = {
  /** Anything by its id. Null, with NOT_FOUND, when there is nothing by that id or it is hidden. */
  node?: Maybe<Node>;
  /**
   * Ranked, faceted search over every record that the caller may discover. An empty query browses. Null only with
   * an error: BAD_INPUT, CURSOR_EXPIRED, INDEX_UNAVAILABLE, TIMEOUT.
   */
  search?: Maybe<RecordConnection>;
  /** One record by its id. Null, with NOT_FOUND, when it is absent or hidden. */
  record?: Maybe<MetadataRecord>;
  /** Records by id, in the order asked for. An element is null, with NOT_FOUND at its path, when it is absent or hidden. */
  records: Array<Maybe<MetadataRecord>>;
  /** One asset by its id. Null, with NOT_FOUND, when it is absent or its record is hidden. */
  asset?: Maybe<Asset>;
  /**
   * Links to assets, in the order asked for, at most one upstream call a source. Never spends. An element is null, with
   * NOT_FOUND at its path, when the asset is absent or hidden; a link that cannot be made says why in its `state`.
   */
  links: Array<Maybe<AccessLink>>;
  /**
   * What reading assets, or all assets of records, costs whoever is billed for it: an estimate by list prices, never a
   * promise. Each asset counts once. Null only with an error: NOT_FOUND when one of them is absent or hidden, TOO_COSTLY for
   * more than 2,000,000 assets.
   */
  estimateCost?: Maybe<CostEstimate>;
  /** Values of one facet that contain `matching`, counted under the same query and filter, most frequent first. Null only with an error. */
  facetValues?: Maybe<Array<FacetBucket>>;
  /** Completions while a person types: terms of the vocabulary, titles, identifiers. Null only with an error. */
  suggest?: Maybe<Array<Suggestion>>;
  /**
   * What stands between a record and the hits of a search by relevance, or at which place it is. For operators and owners:
   * others get null with FORBIDDEN; with NOT_FOUND, when there is nothing by that id or it is hidden.
   */
  whyNot?: Maybe<WhyNot>;
  /** Every source that the caller may see, in the order of their names. Null only with an error. */
  sources?: Maybe<Array<Source>>;
  /** One source. Null, with NOT_FOUND, when it is absent or hidden. */
  source?: Maybe<Source>;
  /** The types of repository that this gateway has a connector for, by name. Null only with an error. */
  connectorTypes?: Maybe<Array<ConnectorType>>;
  /** Harvests, newest first. Null only with an error. */
  harvests?: Maybe<HarvestConnection>;
  /** One harvest. Null, with NOT_FOUND, when it is absent or its source is hidden. */
  harvest?: Maybe<Harvest>;
  /**
   * How a source does, over all of its records, hidden ones too. For its owners and operators: others get null with
   * FORBIDDEN, or with NOT_FOUND when it is absent or hidden.
   */
  sourceReport?: Maybe<SourceReport>;
  /**
   * Who changed, opened or spent what, newest first. Operators see everything, owners what concerns their own sources;
   * others get null with FORBIDDEN.
   */
  audit?: Maybe<AuditConnection>;
};


/**
 * Everything that can be read. Only what the caller may discover exists: what is hidden is in no list, count or
 * suggestion. A root that fails is null with an error at its path, and takes no other root with it.
 */
export type QueryNodeArgs = {
  id: Scalars['ID']['input'];
};


/**
 * Everything that can be read. Only what the caller may discover exists: what is hidden is in no list, count or
 * suggestion. A root that fails is null with an error at its path, and takes no other root with it.
 */
export type QuerySearchArgs = {
  query: Scalars['String']['input'];
  filter?: InputMaybe<RecordFilter>;
  facets: Array<FacetRequest>;
  sort: RecordSort;
  ranking: Ranking;
  collapse: Scalars['Boolean']['input'];
  first: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
};


/**
 * Everything that can be read. Only what the caller may discover exists: what is hidden is in no list, count or
 * suggestion. A root that fails is null with an error at its path, and takes no other root with it.
 */
export type QueryRecordArgs = {
  id: Scalars['ID']['input'];
};


/**
 * Everything that can be read. Only what the caller may discover exists: what is hidden is in no list, count or
 * suggestion. A root that fails is null with an error at its path, and takes no other root with it.
 */
export type QueryRecordsArgs = {
  ids: Array<Scalars['ID']['input']>;
};


/**
 * Everything that can be read. Only what the caller may discover exists: what is hidden is in no list, count or
 * suggestion. A root that fails is null with an error at its path, and takes no other root with it.
 */
export type QueryAssetArgs = {
  id: Scalars['ID']['input'];
};


/**
 * Everything that can be read. Only what the caller may discover exists: what is hidden is in no list, count or
 * suggestion. A root that fails is null with an error at its path, and takes no other root with it.
 */
export type QueryLinksArgs = {
  ids: Array<Scalars['ID']['input']>;
};


/**
 * Everything that can be read. Only what the caller may discover exists: what is hidden is in no list, count or
 * suggestion. A root that fails is null with an error at its path, and takes no other root with it.
 */
export type QueryEstimateCostArgs = {
  ids: Array<Scalars['ID']['input']>;
  region?: InputMaybe<Scalars['String']['input']>;
};


/**
 * Everything that can be read. Only what the caller may discover exists: what is hidden is in no list, count or
 * suggestion. A root that fails is null with an error at its path, and takes no other root with it.
 */
export type QueryFacetValuesArgs = {
  facet: Facet;
  matching: Scalars['String']['input'];
  query: Scalars['String']['input'];
  filter?: InputMaybe<RecordFilter>;
  ranking: Ranking;
  collapse: Scalars['Boolean']['input'];
  first: Scalars['Int']['input'];
};


/**
 * Everything that can be read. Only what the caller may discover exists: what is hidden is in no list, count or
 * suggestion. A root that fails is null with an error at its path, and takes no other root with it.
 */
export type QuerySuggestArgs = {
  prefix: Scalars['String']['input'];
  first: Scalars['Int']['input'];
};


/**
 * Everything that can be read. Only what the caller may discover exists: what is hidden is in no list, count or
 * suggestion. A root that fails is null with an error at its path, and takes no other root with it.
 */
export type QueryWhyNotArgs = {
  query: Scalars['String']['input'];
  id: Scalars['ID']['input'];
  filter?: InputMaybe<RecordFilter>;
  ranking: Ranking;
};


/**
 * Everything that can be read. Only what the caller may discover exists: what is hidden is in no list, count or
 * suggestion. A root that fails is null with an error at its path, and takes no other root with it.
 */
export type QuerySourceArgs = {
  id: Scalars['ID']['input'];
};


/**
 * Everything that can be read. Only what the caller may discover exists: what is hidden is in no list, count or
 * suggestion. A root that fails is null with an error at its path, and takes no other root with it.
 */
export type QueryHarvestsArgs = {
  source?: InputMaybe<Scalars['ID']['input']>;
  first: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
};


/**
 * Everything that can be read. Only what the caller may discover exists: what is hidden is in no list, count or
 * suggestion. A root that fails is null with an error at its path, and takes no other root with it.
 */
export type QueryHarvestArgs = {
  id: Scalars['ID']['input'];
};


/**
 * Everything that can be read. Only what the caller may discover exists: what is hidden is in no list, count or
 * suggestion. A root that fails is null with an error at its path, and takes no other root with it.
 */
export type QuerySourceReportArgs = {
  source: Scalars['ID']['input'];
};


/**
 * Everything that can be read. Only what the caller may discover exists: what is hidden is in no list, count or
 * suggestion. A root that fails is null with an error at its path, and takes no other root with it.
 */
export type QueryAuditArgs = {
  source?: InputMaybe<Scalars['ID']['input']>;
  first: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
};

/** How relevance is computed. */
export type Ranking =
  /** Words, concepts and meaning fused. Without vectors: LEXICAL. */
  | 'HYBRID'
  /** Words and concepts only. */
  | 'LEXICAL'
  /** Nearness of meaning alone orders what matches, for those who measure. Without vectors: LEXICAL. */
  | 'SEMANTIC';

/** Order of the edges. Ties are broken by id, so that pages never overlap. */
export type RecordSort =
  /** Best match first. Without a query: as NEWEST. */
  | 'RELEVANCE'
  /** Latest `released` first; records without a date last. */
  | 'NEWEST'
  /** Earliest `released` first; records without a date last. */
  | 'OLDEST'
  /** By title, A to Z, case and accents aside. */
  | 'TITLE'
  /** Largest `subjects.count` first; records without a count last. */
  | 'MOST_SUBJECTS';

/** What a record is. */
export type RecordKind =
  /** A set of templates and parcellations that belong together. */
  | 'ATLAS'
  /** A reference volume or surface. */
  | 'TEMPLATE'
  /** A division of a template into structures. */
  | 'PARCELLATION'
  /** A set of data published as one. */
  | 'DATASET'
  /** A study or project. */
  | 'STUDY'
  /** One visit of a subject to a scanner or rig. */
  | 'SESSION'
  /** One image or image series. */
  | 'IMAGE'
  /** A grouping of records, made by the source. */
  | 'COLLECTION';

/** Field of research. */
export type Domain =
  /** Images or maps of brains. */
  | 'NEUROIMAGING'
  /** Sequences, genes, expression. */
  | 'GENOMICS'
  /** Maps and observations of the Earth. */
  | 'GEOSPATIAL'
  /** Organisms in their environment. */
  | 'ECOLOGY'
  /** Images for medicine, other than of the brain. */
  | 'MEDICAL_IMAGING'
  /** Known, and none of these. */
  | 'OTHER';

/** What a licence allows, roughly. The licence itself decides. */
export type LicenseClass =
  /** Any use: CC0, public domain. */
  | 'OPEN'
  /** Any use that names the authors: CC BY, MIT, Apache-2.0. */
  | 'ATTRIBUTION'
  /** Any use that names the authors and passes the same terms on: CC BY-SA, ODbL. */
  | 'SHARE_ALIKE'
  /** No commercial use: CC BY-NC and its kin, terms of use that say so. */
  | 'NON_COMMERCIAL'
  /** Other restrictions: no derivatives, named purposes, agreements. */
  | 'RESTRICTED'
  /** Not stated, or not recognised. */
  | 'UNKNOWN';

/** How a reader gets at the assets. */
export type Access =
  /** By anybody, at once. */
  | 'OPEN'
  /** After making an account with the upstream. */
  | 'REGISTERED'
  /** After asking somebody. */
  | 'ON_REQUEST'
  /** After signing an agreement. */
  | 'DATA_USE_AGREEMENT'
  /** By anybody who pays for the transfer. */
  | 'REQUESTER_PAYS'
  /** By nobody outside. */
  | 'CLOSED'
  /** The source does not say. */
  | 'UNKNOWN';

/** Whether an asset can be fetched now. */
export type Availability =
  /** Now. */
  | 'ONLINE'
  /** After it has been brought back from an archive, which takes hours. */
  | 'ARCHIVED'
  /** After asking somebody. */
  | 'ON_REQUEST'
  /** The source does not say, or there are no assets. */
  | 'UNKNOWN';

/** Fields that records are counted and filtered by. */
export type Facet =
  /** The source; a value is its name in the sources file. */
  | 'SOURCE'
  /** What the record is. */
  | 'KIND'
  /** Field of research. */
  | 'DOMAIN'
  /** Species; a value is a term id such as `NCBITaxon:10090`, or a label where there is none. */
  | 'SPECIES'
  /** Kind of measurement or image. */
  | 'MODALITY'
  /** Anatomy. A structure counts the records of its descendants too. */
  | 'STRUCTURE'
  /** Laboratory or analysis technique. */
  | 'TECHNIQUE'
  /** Coordinate space: `CCFv3`, `MNI152NLin2009cAsym`, `EPSG:4326`. */
  | 'REFERENCE_SPACE'
  /** Finest axis, micrometres, in ranges. */
  | 'RESOLUTION'
  /** Format of the assets. */
  | 'FORMAT'
  /** The licence: SPDX id, or the source's wording. */
  | 'LICENSE'
  /** What the licence allows, roughly. */
  | 'LICENSE_CLASS'
  /** How a reader gets at the assets. */
  | 'ACCESS'
  /** Whether the assets can be fetched now. */
  | 'AVAILABILITY'
  /** Level of processing, in the words of the source. */
  | 'DATA_LEVEL'
  /** When it was released, in ranges of years. */
  | 'RELEASED'
  /** Number of subjects, in ranges. */
  | 'SUBJECTS'
  /** Strength of the magnet, tesla, in ranges. */
  | 'FIELD_STRENGTH';

/**
 * Which records. Fields are ANDed, the values of one field ORed. A value is a bucket's `value`, a label or a
 * synonym; one that matches nothing is reported in `warnings`, never silently empty. Null, absent and an empty list
 * mean the same: the field does not narrow. At most 1,000 values in all, nested 5 deep.
 */
export type RecordFilter = {
  /** Opaque ids of records. */
  id?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Opaque ids of sources, or their names (the `value` of a SOURCE bucket). */
  source?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** What the record is. */
  kind?: InputMaybe<Array<RecordKind>>;
  /** Field of research. */
  domain?: InputMaybe<Array<Domain>>;
  /** Species: term ids, labels or synonyms. */
  species?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Modalities: term ids, labels or synonyms. */
  modality?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Structures: term ids, labels, acronyms or synonyms. Descendants match too. */
  structure?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Techniques: term ids, labels or synonyms. */
  technique?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Reference spaces: term ids, labels or synonyms. */
  referenceSpace?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Formats of assets, e.g. `NRRD`. */
  format?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Licences: SPDX ids or the source's wording. */
  license?: InputMaybe<Array<Scalars['String']['input']>>;
  /** What the licence allows, roughly. */
  licenseClass?: InputMaybe<Array<LicenseClass>>;
  /** How a reader gets at the assets. */
  access?: InputMaybe<Array<Access>>;
  /** Whether the assets can be fetched now. */
  availability?: InputMaybe<Array<Availability>>;
  /** Levels of processing, in the words of the sources. */
  dataLevel?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Opaque id of a record: its children match. */
  parent?: InputMaybe<Scalars['ID']['input']>;
  /** Size of the finest axis, micrometres. A record without a spatial resolution does not match. */
  resolutionMicrometres?: InputMaybe<FloatRange>;
  /** Number of subjects. A record without a count does not match. */
  subjects?: InputMaybe<IntRange>;
  /** Strength of the magnet, tesla. A record without one does not match. */
  fieldStrength?: InputMaybe<FloatRange>;
  /** When it was released. A record without a date does not match. */
  released?: InputMaybe<DateRange>;
  /** When the source changed it last. A record without a date does not match. */
  modified?: InputMaybe<DateRange>;
  /** Records that lack a value for every one of these facets. */
  missing?: InputMaybe<Array<Facet>>;
  /** Records that match at least one of these filters. */
  any?: InputMaybe<Array<RecordFilter>>;
  /** Records that do not match this filter. */
  not?: InputMaybe<RecordFilter>;
};

/** Whole numbers between two ends, both included. */
export type IntRange = {
  /** Smallest; null: no lower end. */
  min?: InputMaybe<Scalars['Int']['input']>;
  /** Largest, not below `min`; null: no upper end. */
  max?: InputMaybe<Scalars['Int']['input']>;
};

/** Numbers between two ends, both included. */
export type FloatRange = {
  /** Smallest; null: no lower end. */
  min?: InputMaybe<Scalars['Float']['input']>;
  /** Largest, not below `min`; null: no upper end. */
  max?: InputMaybe<Scalars['Float']['input']>;
};

/** Days between two ends, both included. */
export type DateRange = {
  /** From the first day of this; null: no beginning. */
  from?: InputMaybe<Scalars['PartialDate']['input']>;
  /** To the last day of this, not before `from`; null: no end. */
  to?: InputMaybe<Scalars['PartialDate']['input']>;
};

/** A facet to count. */
export type FacetRequest = {
  /** Which one. */
  facet: Facet;
  /** Buckets wanted, 0 to 1,000. Selected values come on top of them. */
  first: Scalars['Int']['input'];
};

/** An answer to `search`. */
export type RecordConnection = {
  /** The page, in order. */
  edges: Array<RecordEdge>;
  /** Whether there is more, and where to go on. */
  pageInfo: PageInfo;
  /** Records that match, in all, or things where the search is collapsed; exact when `totalIsExact`, else a lower bound. */
  totalCount: Scalars['Int']['output'];
  /** Whether `totalCount` is exact. When it is not, counts of facets and sources may be too high, and later pages may meet a thing again: of a collapsed search where very many records have an `identity` that others have, too. */
  totalIsExact: Scalars['Boolean']['output'];
  /** The facets asked for, in the order asked for. */
  facets: Array<FacetResult>;
  /** What stands behind this answer: every source searched, how many of its records match, how fresh it is. */
  sources: Array<SourceStatus>;
  /** The ranking that was applied: HYBRID without vectors says LEXICAL. */
  ranking: Ranking;
  /** How the query was read: identifiers, phrases, concepts, numbers with units. Empty for an empty query. */
  interpretation: Array<Interpretation>;
  /** What was not taken as asked, e.g. a filter value that matches nothing. Empty when all was. */
  warnings: Array<Warning>;
  /** Time inside the search engine, milliseconds. */
  tookMs: Scalars['Float']['output'];
};

/** A hit. */
export type RecordEdge = {
  /** Position, for `after`. Opaque; valid for minutes, and only for the same query, filter, sort and caller. */
  cursor: Scalars['String']['output'];
  /** The record. */
  node: MetadataRecord;
  /** The other records of its `identity` that match, in the order of the search; hidden ones are left out. Empty unless the search is collapsed. `sameRecords` has those that do not match, too. */
  alternates: Array<MetadataRecord>;
  /** Relevance, comparable inside one answer only; null when the order is not by relevance. */
  score?: Maybe<Scalars['Float']['output']>;
  /** Where the query's words stand. Empty when none does, as when browsing. */
  highlights: Array<Highlight>;
  /** Why it matched and ranks here; null when the order is not by relevance, or the query browses. */
  explanation?: Maybe<Explanation>;
};


/** A hit. */
export type RecordEdgeAlternatesArgs = {
  first: Scalars['Int']['input'];
};

/** A fragment of a field with matches in it. */
export type Highlight = {
  /** Name of the field, e.g. `title`. */
  field: Scalars['String']['output'];
  /** HTML: matches between <mark> and </mark>, everything else escaped. */
  fragment: Scalars['String']['output'];
};

/** How a part of the query was read. */
export type Interpretation = {
  /** The part, as typed. */
  text: Scalars['String']['output'];
  /** What it was taken for. */
  as: InterpretationKind;
  /** What was searched for, in words. */
  label: Scalars['String']['output'];
  /** Id of the vocabulary's term; null when it is not a concept. */
  termId?: Maybe<Scalars['String']['output']>;
};

/** What a part of a query can be. */
export type InterpretationKind =
  /** An identifier that a record carries: a DOI, an RRID, an id at the source. */
  | 'IDENTIFIER'
  /** Words that stand next to each other. */
  | 'PHRASE'
  /** A term of the vocabulary. */
  | 'CONCEPT'
  /** A number with a unit. */
  | 'NUMBER'
  /** A word. */
  | 'WORD'
  /** Left out, since it says little or stands in no record. */
  | 'DROPPED';

/** Something that was not taken as asked. */
export type Warning = {
  /** What kind of thing. */
  code: ErrorCode;
  /** The argument as a path, e.g. `filter.species`; null when it is none of them. */
  argument?: Maybe<Scalars['String']['output']>;
  /** For people. */
  message: Scalars['String']['output'];
};

/** Why a record matched and ranks where it does. */
export type Explanation = {
  /** The ways of ranking that were fused. */
  legs: Array<RankingLeg>;
  /** What in the record answers which part of the query. */
  terms: Array<MatchedTerm>;
};

/** A way of ranking. */
export type Leg =
  /** By words: field-weighted BM25. */
  | 'LEXICAL'
  /** By concepts of the vocabulary. */
  | 'CONCEPT'
  /** By nearness of meaning. */
  | 'VECTOR';

/** What one way of ranking says of a record. */
export type RankingLeg = {
  /** Which way. */
  leg: Leg;
  /**
   * Place in this leg alone, from 1, among the records that were ranked: the best few hundred. Equal scores share a place. Null
   * when the leg did not find it, or it stands behind those.
   */
  rank?: Maybe<Scalars['Int']['output']>;
  /** Score in this leg alone; null when the leg did not find it. */
  score?: Maybe<Scalars['Float']['output']>;
};

/** How a word of a record answers a word of the query. */
export type MatchKind =
  /** The same word. */
  | 'EXACT'
  /** Another form of it: atlases for atlas, hippocampal for hippocampus. */
  | 'FORM'
  /** One or two letters differ. */
  | 'TYPO'
  /** It begins with what was typed. */
  | 'PREFIX'
  /** Another name for the same concept. */
  | 'SYNONYM'
  /** A narrower concept: CA1 for hippocampus. */
  | 'NARROWER'
  /** A number inside of what was asked for: 25 µm for `25um`. */
  | 'RANGE'
  /** By nearness of meaning. */
  | 'VECTOR';

/** A part of the query and what answers it. */
export type MatchedTerm = {
  /** The part of the query, as typed. */
  queried: Scalars['String']['output'];
  /** The word, name or number in the record. */
  matched: Scalars['String']['output'];
  /** How they belong together. */
  how: MatchKind;
};

/** What stands between a record and the hits of a search, or at which place it is. */
export type WhyNot = {
  /** The first reason that applies, or that it is found. */
  state: WhyNotState;
  /** The record; null when there is none (any more). */
  record?: Maybe<MetadataRecord>;
  /** Whether not everybody may discover it: others do not find it, whatever they ask. Null when there is no record. */
  isHidden?: Maybe<Scalars['Boolean']['output']>;
  /**
   * Why the row of that id was not taken by the newest harvest of its source; null when it was, or nothing is known. With a
   * record, what is searched is how it was before. Looked for among the first 1,000 rejections.
   */
  rejection?: Maybe<Rejection>;
  /** Steps of the catalogue that the index has yet to follow; null unless NOT_INDEXED. 0: the search engine has refused the record. */
  behind?: Maybe<Scalars['Int']['output']>;
  /** Fields of the filter that leave the record out, e.g. `filter.species`; those inside of `any` and `not` are told as these. */
  filters: Array<Scalars['String']['output']>;
  /** Labels of the species that the query states. Empty when it states none. */
  species: Array<Scalars['String']['output']>;
  /** The parts of the query, in the order typed, without those that were dropped. Empty when there is none, or the record is not in the index. */
  parts: Array<QueryPart>;
  /** How much of what decides the record holds, 0 to 1: the sum of the `share` of the parts met. Null when nothing decides. */
  held?: Maybe<Scalars['Float']['output']>;
  /** How much of it a match had to hold; 0 when anything was enough. Null when nothing decides, or it did not come to that. */
  needed?: Maybe<Scalars['Float']['output']>;
  /** Nearness of meaning to the query as typed, -1 to 1; null when query or record have no vector. */
  cosine?: Maybe<Scalars['Float']['output']>;
  /** Nearness from which on the nearest 100 records match whatever they hold; null when none may. */
  neededCosine?: Maybe<Scalars['Float']['output']>;
  /** Place among the hits, from 1. Null unless RANKED, and where the search engine does not know it: behind the best few hundred. */
  rank?: Maybe<Scalars['Int']['output']>;
  /** Hits in all; null unless RANKED. */
  total?: Maybe<Scalars['Int']['output']>;
  /** Why it ranks there; null unless RANKED, and when the query browses. */
  explanation?: Maybe<Explanation>;
  /** What was applied. */
  ranking: Ranking;
  /** How the query was read, part by part. */
  interpretation: Array<Interpretation>;
};

/** Why a record is not among the hits of a search, or that it is. In this order: the first that applies is told. */
export type WhyNotState =
  /** Its source has never delivered it, as far as is known. */
  | 'NOT_HARVESTED'
  /** The newest harvest of its source has met it, and not taken it: see `rejection`. */
  | 'REJECTED'
  /** It was in the catalogue, and is no longer. */
  | 'REMOVED'
  /** The index does not have it: see `behind`. */
  | 'NOT_INDEXED'
  /** The filter leaves it out: see `filters`. */
  | 'FILTERED'
  /** It is of another species than those that the query states. */
  | 'OTHER_SPECIES'
  /** It holds too little of the query: see `parts`, `held` and `needed`. */
  | 'NOT_MATCHING'
  /** It is found: see `rank`. */
  | 'RANKED';

/** A part of a query, and whether a record meets it. */
export type QueryPart = {
  /** The part, as typed. */
  text: Scalars['String']['output'];
  /** Whether the record meets it; null when it does not say: a range of numbers that it has none of. */
  isMet?: Maybe<Scalars['Boolean']['output']>;
  /** Whether nothing matches that does not meet it: a phrase, a piece of an identifier. */
  isRequired: Scalars['Boolean']['output'];
  /** How much of what decides it is, 0 to 1; null when it is required, or only ranks. */
  share?: Maybe<Scalars['Float']['output']>;
};

/** Whether there is more. */
export type PageInfo = {
  /** Whether something follows this page. */
  hasNextPage: Scalars['Boolean']['output'];
  /** Whether something precedes this page. */
  hasPreviousPage: Scalars['Boolean']['output'];
  /** Cursor of the first edge; null when the page is empty. */
  startCursor?: Maybe<Scalars['String']['output']>;
  /** Cursor of the last edge, for `after`; null when the page is empty. */
  endCursor?: Maybe<Scalars['String']['output']>;
};

/** Counts of one facet. They leave out the facet's own filter (disjunctive); selected values are always listed. */
export type FacetResult = {
  /** Which one. */
  facet: Facet;
  /** Values with counts, most frequent first; ranges in their order. */
  buckets: Array<FacetBucket>;
  /** Matches without a value. */
  missing: Scalars['Int']['output'];
  /** Values in all; null when not known. */
  distinct?: Maybe<Scalars['Int']['output']>;
  /** Smallest there is, for facets of numbers and dates; else null. */
  min?: Maybe<Scalars['String']['output']>;
  /** Largest there is, for facets of numbers and dates; else null. */
  max?: Maybe<Scalars['String']['output']>;
};

/** A value of a facet. */
export type FacetBucket = {
  /** What a filter takes. */
  value: Scalars['String']['output'];
  /** For people. */
  label: Scalars['String']['output'];
  /** Matches with this value: as many edges as a search finds that selects it alone. Where that is collapsed, a thing counts once for every value that one of its matching records has. */
  count: Scalars['Int']['output'];
  /** Whether the filter names it. */
  selected: Scalars['Boolean']['output'];
  /** Lower end of a range, included; null for other buckets and for an open end. */
  from?: Maybe<Scalars['String']['output']>;
  /** Upper end of a range; null for other buckets and for an open end. */
  to?: Maybe<Scalars['String']['output']>;
};

/** One source's part in an answer. */
export type SourceStatus = {
  /** Which one. */
  source: Source;
  /** How it stands now. */
  state: SourceState;
  /** Records of it that match; where the search is collapsed, things of which it has a record that matches, so that one that two sources have counts for both. Null, never 0, when it did not answer: it was never harvested to an end and nothing of it is known. */
  total?: Maybe<Scalars['Int']['output']>;
  /** When it was last harvested to an end; null when never. */
  harvestedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Why it did not answer: what ended its last harvest. Null when it did answer, or was not tried yet. */
  error?: Maybe<ErrorCode>;
};

/** What a suggestion is. */
export type SuggestionKind =
  /** A term of the vocabulary that visible records carry. */
  | 'TERM'
  /** A record's title. */
  | 'TITLE'
  /** An identifier of a record. */
  | 'IDENTIFIER';

/** A completion. */
export type Suggestion = {
  /** What to put into the search box. */
  text: Scalars['String']['output'];
  /** What it is. */
  kind: SuggestionKind;
  /** Records that it would find; null when not counted. */
  count?: Maybe<Scalars['Int']['output']>;
  /** The record, for titles and identifiers; null for terms. */
  record?: Maybe<MetadataRecord>;
};

/** What one source says about one thing, normalised. Unknown is null or an empty list, never a default. */
export type MetadataRecord = Node & {
  /** Opaque id, stable across harvests. */
  id: Scalars['ID']['output'];
  /** Where it comes from. */
  source: Source;
  /** Its id at the source. */
  nativeId: Scalars['String']['output'];
  /** What it is. */
  kind: RecordKind;
  /** The record that owns it; null when there is none or it is hidden. */
  parent?: Maybe<MetadataRecord>;
  /** The records that it belongs to, the owner first; hidden ones are left out. */
  parents: Array<MetadataRecord>;
  /** The records that belong to it, in the order of their ids. */
  children: ChildConnection;
  /** Its title. */
  title: Scalars['String']['output'];
  /** What it is about, as plain text; null when the source has none. */
  description?: Maybe<Scalars['String']['output']>;
  /** Free keywords of the source. */
  keywords: Array<Scalars['String']['output']>;
  /** Its version in the words of the source; null when not stated. */
  version?: Maybe<Scalars['String']['output']>;
  /** The record of which it is a version; null when there is none or it is hidden. */
  isVersionOf?: Maybe<MetadataRecord>;
  /** The same thing elsewhere: DOI, RRID, ids at other places as the source states them, then the pages of `sameRecords`. */
  sameAs: Array<Scalars['String']['output']>;
  /**
   * Opaque id of the thing that it is about: records with the same one are the same thing, whichever sources they come from.
   * They have a DOI, RRID, id at another place or the checksum of their only file of data in common, or, as templates and
   * atlases, name, version and reference space; or each of them has with a third. What several records of one source have
   * in common joins none of them. Made of what the caller may discover, and no address: it may change with a harvest. Null
   * when it bears nothing by which another could be known to be the same.
   */
  identity?: Maybe<Scalars['ID']['output']>;
  /** The other records of the same `identity`, in the order of their ids; hidden ones are left out. Empty when there is none. */
  sameRecords: Array<MetadataRecord>;
  /** Field of research; null when not known. */
  domain?: Maybe<Domain>;
  /** Species. */
  species: Array<Term>;
  /** Kinds of measurement or image. */
  modality: Array<Term>;
  /** Anatomical structures that it is about; not their descendants. */
  structure: Array<Term>;
  /** Laboratory or analysis techniques. */
  technique: Array<Term>;
  /** Coordinate spaces. */
  referenceSpace: Array<Term>;
  /** Size of a voxel or pixel; null when not known. */
  resolution?: Maybe<Resolution>;
  /** Level of processing in the words of the source; null when not known. */
  dataLevel?: Maybe<Scalars['String']['output']>;
  /** Strength of the magnet, tesla; null when not known or there is none. */
  fieldStrength?: Maybe<Scalars['Float']['output']>;
  /** The group of subjects; null when not known or there is none. */
  subjects?: Maybe<Subjects>;
  /** What one may do with it. */
  license: License;
  /** How a reader gets at the assets. */
  access: Access;
  /** What to do to get access; null when nothing is needed or known. */
  accessNote?: Maybe<Scalars['String']['output']>;
  /** Authors or institutions as published with it. */
  creators: Array<Scalars['String']['output']>;
  /** What was published about it. */
  publications: Array<Publication>;
  /** Its page at the source; null when it has none. */
  landingPage?: Maybe<Scalars['URL']['output']>;
  /** Pages where it can be looked at without a download. */
  viewers: Array<Scalars['URL']['output']>;
  /** When it was released, as precise as the source is; null when not known. */
  released?: Maybe<Scalars['PartialDate']['output']>;
  /** When the source changed it last; null when not known. */
  modified?: Maybe<Scalars['DateTime']['output']>;
  /** When this gateway last wrote it. */
  harvestedAt: Scalars['DateTime']['output'];
  /** Number of its assets. */
  assetCount: Scalars['Int']['output'];
  /** Sum of the sizes of its assets, bytes; null when any size is unknown or there are no assets. */
  totalBytes?: Maybe<Scalars['ByteCount']['output']>;
  /** Formats of its assets. */
  formats: Array<Scalars['String']['output']>;
  /** Roles of its assets. */
  roles: Array<AssetRole>;
  /** The worst availability among its assets; UNKNOWN without assets. */
  availability: Availability;
  /** Its files, in the order of the source. */
  assets: AssetConnection;
  /** How it came here. */
  provenance: Provenance;
  /** How complete it is. */
  quality: Quality;
  /** A citation of it, made from its creators, title, year, source and identifiers. What is unknown is left out. */
  citation: Scalars['String']['output'];
  /** Records most like it, best first. Null only with an error. */
  similar?: Maybe<Array<MetadataRecord>>;
};


/** What one source says about one thing, normalised. Unknown is null or an empty list, never a default. */
export type MetadataRecordChildrenArgs = {
  first: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
};


/** What one source says about one thing, normalised. Unknown is null or an empty list, never a default. */
export type MetadataRecordSameRecordsArgs = {
  first: Scalars['Int']['input'];
};


/** What one source says about one thing, normalised. Unknown is null or an empty list, never a default. */
export type MetadataRecordAssetsArgs = {
  first: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
};


/** What one source says about one thing, normalised. Unknown is null or an empty list, never a default. */
export type MetadataRecordCitationArgs = {
  style: CitationStyle;
};


/** What one source says about one thing, normalised. Unknown is null or an empty list, never a default. */
export type MetadataRecordSimilarArgs = {
  first: Scalars['Int']['input'];
};

/** A page of the records that belong to a record. */
export type ChildConnection = {
  /** The page, in order. */
  edges: Array<ChildEdge>;
  /** Whether there is more, and where to go on. */
  pageInfo: PageInfo;
  /** Visible children in all. */
  totalCount: Scalars['Int']['output'];
};

/** A record that belongs to another. */
export type ChildEdge = {
  /** Position, for `after`. Opaque. */
  cursor: Scalars['String']['output'];
  /** The record. */
  node: MetadataRecord;
};

/** A value of a facet, on a record. */
export type Term = {
  /** Preferred label, e.g. `Mus musculus`. */
  label: Scalars['String']['output'];
  /** Id in a vocabulary, e.g. `NCBITaxon:10090`; null when it is in none. */
  termId?: Maybe<Scalars['String']['output']>;
  /** How the value came about. */
  origin: Origin;
  /** What the source wrote; null when that is the label. */
  raw?: Maybe<Scalars['String']['output']>;
};

/** How a value came about. */
export type Origin =
  /** The source says so. */
  | 'STATED'
  /** A rule mapped what the source says. */
  | 'MAPPED'
  /** The gateway's operator assumes it for the source. */
  | 'ASSUMED'
  /** It was found in a text of the source. */
  | 'EXTRACTED';

/** Size of a voxel, pixel or cell. */
export type Resolution = {
  /** One value an axis, in the order of the source; a single value when it is the same on all. */
  values: Array<Scalars['Float']['output']>;
  /** Unit of the values: `um`, `mm`, `m`, `deg`. */
  unit: Scalars['String']['output'];
  /** The values in micrometres; null when the unit is not a length. */
  micrometres?: Maybe<Array<Scalars['Float']['output']>>;
};

/** A group of subjects: counts and ranges only, never a person. */
export type Subjects = {
  /** How many; null when not known. */
  count?: Maybe<Scalars['Int']['output']>;
  /** Age of the youngest, in `ageUnit`; null when not known. */
  ageMin?: Maybe<Scalars['Float']['output']>;
  /** Age of the oldest, in `ageUnit`; null when not known. */
  ageMax?: Maybe<Scalars['Float']['output']>;
  /** Unit of the ages, e.g. `years`, `days`; null when no age is known. */
  ageUnit?: Maybe<Scalars['String']['output']>;
};

/** What one may do with the data. */
export type License = {
  /** As the source words it; null when it says nothing. */
  raw?: Maybe<Scalars['String']['output']>;
  /** SPDX id, e.g. `CC-BY-4.0`; null when it is not one of those or not stated. */
  spdx?: Maybe<Scalars['String']['output']>;
  /** What it allows, roughly. */
  class: LicenseClass;
  /** Where it can be read; null when not stated. */
  url?: Maybe<Scalars['URL']['output']>;
};

/** A publication about the data. */
export type Publication = {
  /** Its title; null when not stated. */
  title?: Maybe<Scalars['String']['output']>;
  /** Its DOI without a resolver, e.g. `10.1016/j.cell.2020.04.007`; null when not stated. */
  doi?: Maybe<Scalars['String']['output']>;
  /** Its page; null when not stated. */
  url?: Maybe<Scalars['URL']['output']>;
};

/** How a record came here. */
export type Provenance = {
  /** Where the row was read; null when that has no address of its own. */
  upstream?: Maybe<Scalars['URL']['output']>;
  /** The harvest that last wrote it; null when that is no longer kept. */
  harvest?: Maybe<Harvest>;
  /** Type and version of the connector, e.g. `allen@1`. */
  connector: Scalars['String']['output'];
  /** SHA-256 of the row as kept, hexadecimal. */
  rowHash: Scalars['String']['output'];
  /** Fields whose values were mapped, assumed or extracted, and from what. */
  fields: Array<FieldOrigin>;
};

/** How one field came about. */
export type FieldOrigin = {
  /** Name of the field. */
  field: Scalars['String']['output'];
  /** What the source wrote; null when it wrote nothing. */
  raw?: Maybe<Scalars['String']['output']>;
  /** Id of the rule that mapped it; null when none did. */
  rule?: Maybe<Scalars['String']['output']>;
  /** How the value came about. */
  origin: Origin;
};

/** How complete a record is. */
export type Quality = {
  /** Share of the describing fields that have a value, 0 to 1. */
  score: Scalars['Float']['output'];
  /** Fields without a value, by name. */
  missing: Array<Scalars['String']['output']>;
  /** What is lacking or looks wrong, in words. Empty when nothing is. */
  problems: Array<Scalars['String']['output']>;
};

/** Form of a citation. */
export type CitationStyle =
  /** A BibTeX entry (`@misc`), UTF-8. */
  | 'BIBTEX'
  /** An RIS record of type DATA. */
  | 'RIS'
  /** One CSL item of type `dataset`, as JSON text. */
  | 'CSL_JSON';

/** What an asset is for. */
export type AssetRole =
  /** An image volume. */
  | 'VOLUME'
  /** A volume or surface of labels. */
  | 'LABELS'
  /** A surface. */
  | 'MESH'
  /** A table. */
  | 'TABLE'
  /** A flat image. */
  | 'IMAGE'
  /** A description of other assets. */
  | 'METADATA'
  /** A small picture of the record. */
  | 'THUMBNAIL'
  /** A bundle of files. */
  | 'ARCHIVE'
  /** A folder or prefix of which the files are not listed. */
  | 'DIRECTORY'
  /** Something else, or not known. */
  | 'OTHER';

/** A file of a record, as the source names it. Its bytes stay where they are. */
export type Asset = Node & {
  /** Opaque id, stable across harvests. */
  id: Scalars['ID']['output'];
  /** The record that it belongs to. */
  record: MetadataRecord;
  /** Its file name or label. */
  name: Scalars['String']['output'];
  /** What it is for. */
  role: AssetRole;
  /** Short name of its format, e.g. `NRRD`; null when not known. */
  format?: Maybe<Scalars['String']['output']>;
  /** Media type; null when not known. */
  mediaType?: Maybe<Scalars['String']['output']>;
  /** Size in bytes; null when not known. */
  size?: Maybe<Scalars['ByteCount']['output']>;
  /** Whether `size` is exact; false when it was printed rounded or is not known. */
  sizeIsExact: Scalars['Boolean']['output'];
  /** Checksum; null when the source gives none. */
  checksum?: Maybe<Checksum>;
  /** Whether it can be fetched now, as the source says. */
  availability: Availability;
  /** When its link was last looked at; null when it never was: only some are, of what everybody can fetch at nobody's cost. */
  checkedAt?: Maybe<Scalars['DateTime']['output']>;
  /** What that look has shown; null when there was none. `link` is GONE when this is. */
  health?: Maybe<LinkHealth>;
  /** Where it is, stable and without secrets: `https://…`, `s3://bucket/key`. Not always something a browser opens. */
  locator: Scalars['String']['output'];
  /** Region of the bucket that it lies in, e.g. `us-west-2`; null when it is in none, or that is not known. */
  region?: Maybe<Scalars['String']['output']>;
  /** Who is billed for reading it: CALLER for requester pays; null when nobody is. */
  payer?: Maybe<Payer>;
  /** A link that works now, or what it takes to get one; null only with an error. Batched per source; never copies, reads or spends. */
  link?: Maybe<AccessLink>;
};

/** What looking at a link has shown. Links are looked at by HEAD or their first byte, some of each source a day. */
export type LinkHealth =
  /** The upstream has it. */
  | 'OK'
  /** The upstream has something of another size there. */
  | 'CHANGED'
  /** The upstream did not answer, or not as it should have. */
  | 'UNREACHABLE'
  /** The upstream said that it has nothing there, so far less than three times. */
  | 'MISSING'
  /** The upstream said so three times, at least 20 hours apart. */
  | 'GONE';

/** A page of a record's assets. */
export type AssetConnection = {
  /** The page, in order. */
  edges: Array<AssetEdge>;
  /** Whether there is more, and where to go on. */
  pageInfo: PageInfo;
  /** Assets of the record in all. */
  totalCount: Scalars['Int']['output'];
};

/** An asset in a page. */
export type AssetEdge = {
  /** Position, for `after`. Opaque. */
  cursor: Scalars['String']['output'];
  /** The asset. */
  node: Asset;
};

/** How a checksum was computed. */
export type ChecksumAlgorithm =
  /** MD5, 128 bits. */
  | 'MD5'
  /** SHA-1, 160 bits. */
  | 'SHA1'
  /** SHA-256. */
  | 'SHA256'
  /** SHA-384. */
  | 'SHA384'
  /** SHA-512. */
  | 'SHA512'
  /** CRC-32C, 32 bits. */
  | 'CRC32C'
  /** CRC-64/NVME, 64 bits. */
  | 'CRC64NVME'
  /** BLAKE2b. */
  | 'BLAKE2B';

/** A checksum over all bytes of an asset. */
export type Checksum = {
  /** How it was computed. */
  algorithm: ChecksumAlgorithm;
  /** Lower-case hexadecimal. */
  value: Scalars['String']['output'];
  /** Where it was read: `manifest`, `sidecar`, a publication. */
  source: Scalars['String']['output'];
};

/** Who is billed. */
export type Payer =
  /** The reader, with an account of their own. */
  | 'CALLER'
  /** The operator of this gateway. */
  | 'OPERATOR';

/** A link to an asset at its upstream, or what it takes to get one. */
export type AccessLink = {
  /** The asset. */
  asset: Asset;
  /** Whether the link works now, and if not, what is missing. */
  state: LinkState;
  /** Where to fetch; null unless `state` is READY. */
  url?: Maybe<Scalars['URL']['output']>;
  /** HTTP method to fetch with. */
  method: Scalars['String']['output'];
  /** Headers to fetch with. Empty when none are needed. */
  headers: Array<Header>;
  /** When the link stops working; null when it does not, or that is not known. */
  expiresAt?: Maybe<Scalars['DateTime']['output']>;
  /**
   * Fetched with the same headers it ends the link, and every other that was made with it, for when they are needed no
   * longer; null when nothing does.
   */
  revokeUrl?: Maybe<Scalars['URL']['output']>;
  /** Whether parts can be fetched; null when not known. */
  supportsRange?: Maybe<Scalars['Boolean']['output']>;
  /**
   * Ending of the file that comes, without a dot, where the upstream packs what the asset names as it is fetched (`zip`): the
   * asset's size and checksum are then not those of what comes. Null when it comes as it is, or that is not known.
   */
  packedAs?: Maybe<Scalars['String']['output']>;
  /** Who is billed when the link is used; null when nobody is. */
  payer?: Maybe<Payer>;
  /** What using the link costs, estimated; null when nothing, or not known. */
  cost?: Maybe<Cost>;
  /** Region of the bucket; null when it is not in one. */
  region?: Maybe<Scalars['String']['output']>;
  /** What the reader must have or do first. Empty when nothing. */
  requirements: Array<Requirement>;
  /** A command line that fetches the asset from its upstream; null when there is none. */
  command?: Maybe<Scalars['String']['output']>;
  /**
   * The same bytes elsewhere, at most 10: assets that lie at the same place however it is written, have a checksum in common,
   * or have the same name and size in records that say in `sameAs` that they are the same thing. First what is alive (its
   * upstream answers and has it), then the cheapest (unknown costs last), the healthiest, those in the region, those that
   * work now. Alternates have none of their own.
   */
  alternates: Array<AccessLink>;
  /** Why there is no link; null when there is one. */
  error?: Maybe<ErrorCode>;
};


/** A link to an asset at its upstream, or what it takes to get one. */
export type AccessLinkAlternatesArgs = {
  region?: InputMaybe<Scalars['String']['input']>;
};

/** Whether a link works now. */
export type LinkState =
  /** It works now. */
  | 'READY'
  /** After the reader's own login. */
  | 'NEEDS_CREDENTIALS'
  /** After somebody has agreed to pay. */
  | 'NEEDS_CONSENT'
  /** After somebody has approved a request. */
  | 'NEEDS_APPROVAL'
  /** After it has been brought back from an archive. */
  | 'ARCHIVED'
  /** The upstream has it no more. */
  | 'GONE'
  /** The upstream does not answer. */
  | 'UNREACHABLE';

/** A header of an HTTP request. */
export type Header = {
  /** Its name. */
  name: Scalars['String']['output'];
  /** Its value. */
  value: Scalars['String']['output'];
};

/** What reading a selection costs whoever is billed for it. Rounded sizes count as the larger of what they may mean. */
export type CostEstimate = {
  /** Assets in all. */
  assets: Scalars['Int']['output'];
  /** Assets whose reading is billed to the reader; the others cost nothing. */
  charged: Scalars['Int']['output'];
  /** Assets whose size is not known: of those charged only the requests are in the costs. */
  unsized: Scalars['Int']['output'];
  /** Sum of the known sizes in bytes. */
  bytes: Scalars['ByteCount']['output'];
  /** Over the internet, by the tiers of a month in which the account reads nothing else. */
  toInternet: Cost;
  /** By machines in the same regions as the buckets: requests, and what reading out of an archive costs. */
  inRegion: Cost;
  /** By a machine in the `region` that was asked for; null when none was. */
  toRegion?: Maybe<Cost>;
  /** Regions of the buckets, sorted; those that are not known are missing. */
  regions: Array<Scalars['String']['output']>;
};

/** An amount of money. */
export type Cost = {
  /** How much, in `currency`. */
  amount: Scalars['Float']['output'];
  /** ISO 4217 code: `USD`. */
  currency: Scalars['String']['output'];
  /** What it is computed from. */
  basis: Scalars['String']['output'];
  /** Date of the prices. */
  asOf: Scalars['PartialDate']['output'];
};

/** Kinds of requirements. */
export type RequirementKind =
  /** An account at the upstream. */
  | 'LOGIN'
  /** An account with a cloud provider, which is billed. */
  | 'CLOUD_ACCOUNT'
  /** Somebody's approval. */
  | 'APPROVAL'
  /** A signed agreement. */
  | 'DATA_USE_AGREEMENT'
  /** Consent to pay. */
  | 'CONSENT'
  /** A request to bring the asset back from an archive. */
  | 'RESTORE';

/** What a reader must have or do before a link works. */
export type Requirement = {
  /** What kind of thing. */
  kind: RequirementKind;
  /** For people. */
  text: Scalars['String']['output'];
  /** Where to do it; null when there is no such page. */
  url?: Maybe<Scalars['URL']['output']>;
};

/** A configured repository. */
export type Source = Node & {
  /** Opaque id. */
  id: Scalars['ID']['output'];
  /** Name in the sources file: what filters take, and the `value` of SOURCE buckets. */
  name: Scalars['String']['output'];
  /** Type of its connector. */
  type: Scalars['String']['output'];
  /** For people. */
  title: Scalars['String']['output'];
  /** Its page; null when none is configured. */
  homepage?: Maybe<Scalars['URL']['output']>;
  /** How it stands now. */
  state: SourceState;
  /** Visible records. */
  records: Scalars['Int']['output'];
  /** When it was last harvested to an end; null when never. */
  harvestedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Its newest harvest; null when there is none. */
  lastHarvest?: Maybe<Harvest>;
  /** When its records count as stale: the last harvest plus the freshness target. Null when no target is set or it was never harvested. */
  staleAfter?: Maybe<Scalars['DateTime']['output']>;
  /**
   * What a reader's own machine needs to know of it to make links with the reader's own login, which then never leaves it: a
   * part of its options, without secrets. Null when its links are made from locators alone, or by the gateway alone.
   */
  linkOptions?: Maybe<Scalars['JSON']['output']>;
  /**
   * Whether the caller may change and watch it: as its owner, or as an operator. The fields below are null for everybody
   * else, whatever they hold.
   */
  isManaged: Scalars['Boolean']['output'];
  /** Where it is configured. Null unless the caller may manage it. */
  origin?: Maybe<SourceOrigin>;
  /** Who may manage it besides operators: subjects of tokens, and groups as `group:<name>`. Null unless the caller may manage it. */
  owners?: Maybe<Array<Scalars['String']['output']>>;
  /** Groups that may know of it. Null unless the caller may manage it. */
  discover?: Maybe<Array<Scalars['String']['output']>>;
  /** Groups that its records are open to, over whatever the upstream says; empty: nobody. Null when it is as the upstream says, and unless the caller may manage it. */
  visibility?: Maybe<Array<Scalars['String']['output']>>;
  /** Options of its connector, by the schema in `ConnectorType.options`; never a secret. Those of the sources file are for operators. Null unless the caller may manage it. */
  options?: Maybe<Scalars['JSON']['output']>;
  /** Whether secrets are kept for it. They are told to nobody. Null unless the caller may manage it. */
  hasSecrets?: Maybe<Scalars['Boolean']['output']>;
  /** What the secrets are called that are kept for it, sorted. Null when they cannot be read, for sources of the file, and unless the caller may manage it. */
  secretNames?: Maybe<Array<Scalars['String']['output']>>;
  /** Where it is read: scheme, host and port of all that its connector may call, as its options say. Null when nobody can say, for sources of the file, and unless the caller may manage it. */
  origins?: Maybe<Array<Scalars['String']['output']>>;
  /** When it is harvested by itself, as `SourceInput.schedule`. Null when only somebody's word begins a harvest, and unless the caller may manage it. */
  schedule?: Maybe<Scalars['String']['output']>;
  /** When its next harvest is due at the earliest. Null when none is, and unless the caller may manage it. */
  nextHarvest?: Maybe<Scalars['DateTime']['output']>;
  /** The freshness target, seconds after the last harvest. Null when none is set, and unless the caller may manage it. */
  staleAfterSeconds?: Maybe<Scalars['Int']['output']>;
  /** Higher with every change of what is read, that is of options or secrets: what `approveSource` takes. A source that is registered under the id of one that was removed has a higher one, too. Null for sources of the file, and unless the caller may manage it. */
  revision?: Maybe<Scalars['Int']['output']>;
  /** Whether the caller may approve it: it is registered, and they are an operator. */
  isApprovable: Scalars['Boolean']['output'];
  /** Whether an operator has to approve it before it is harvested. Null unless the caller may manage it. */
  awaitsApproval?: Maybe<Scalars['Boolean']['output']>;
  /** Whether its harvests are paused. Null unless the caller may manage it. */
  isPaused?: Maybe<Scalars['Boolean']['output']>;
  /** When it was registered. Null for sources of the file, and unless the caller may manage it. */
  registeredAt?: Maybe<Scalars['DateTime']['output']>;
  /** Records in all, hidden ones too: what `removeSource` wants to have confirmed. Null unless the caller may manage it. */
  recordsInAll?: Maybe<Scalars['Int']['output']>;
};

/** Where a source is configured. */
export type SourceOrigin =
  /** In the sources file, which the API does not change. */
  | 'FILE'
  /** Registered with this gateway, while it ran. */
  | 'REGISTERED';

/** How a source stands. */
export type SourceState =
  /** Never harvested: it has yet to be, or an operator has to approve it first. */
  | 'PENDING'
  /** Harvested to an end the last time. */
  | 'READY'
  /** Being harvested now. */
  | 'HARVESTING'
  /** Harvested longer ago than its freshness target. */
  | 'STALE'
  /** The upstream wants a new login. */
  | 'NEEDS_LOGIN'
  /** Not harvested until somebody says so; its records stay. */
  | 'PAUSED'
  /** The last harvest failed; records of earlier ones stay. */
  | 'FAILING';

/** A type of repository that the gateway can harvest. */
export type ConnectorType = {
  /** What a source's `type` says. */
  type: Scalars['String']['output'];
  /** For people. */
  title: Scalars['String']['output'];
  /** JSON Schema of its options. */
  options: Scalars['JSON']['output'];
  /** Names of its secrets: what `SourceInput.secrets` may hold, and options that are none to be shown. */
  secrets: Array<Scalars['String']['output']>;
  /** JSON Schema of what `SourceInput.secrets` holds. Null when its sources take no secrets. */
  credentials?: Maybe<Scalars['JSON']['output']>;
};

/** One run over one source. */
export type Harvest = Node & {
  /** Opaque id. */
  id: Scalars['ID']['output'];
  /** What is read. */
  source: Source;
  /** How far it is, or how it ended. */
  state: HarvestState;
  /** What it does. */
  kind: HarvestKind;
  /** True for a full sweep; false when only what changed was asked for. */
  full: Scalars['Boolean']['output'];
  /** When it began; null while queued. */
  startedAt?: Maybe<Scalars['DateTime']['output']>;
  /** When it ended; null before. */
  finishedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Rows met, rejected ones included. */
  seen: Scalars['Int']['output'];
  /** Rows the source says there are in all, for progress; null when it does not say. */
  expected?: Maybe<Scalars['Int']['output']>;
  /** Rows met a second: over the last seconds while it runs, over all of its time when it has ended. Null when not known yet. */
  rate?: Maybe<Scalars['Float']['output']>;
  /** Seconds that it takes until its end, as far as `rate` and `expected` tell; null when they do not, and when it has ended. */
  remainingSeconds?: Maybe<Scalars['Float']['output']>;
  /** Records written: new or changed. */
  written: Scalars['Int']['output'];
  /** Records found unchanged. */
  unchanged: Scalars['Int']['output'];
  /** Rows not taken. */
  rejected: Scalars['Int']['output'];
  /** Records removed, since the source has them no more. */
  removed: Scalars['Int']['output'];
  /** What reading cost; null when it was free. */
  spent?: Maybe<Cost>;
  /** What ended it early; null when nothing did. */
  error?: Maybe<ErrorCode>;
  /** What to know about the verdict, in words; null when nothing. For operators and owners of the source: others get null with FORBIDDEN. */
  message?: Maybe<Scalars['String']['output']>;
  /** Why rows were not taken. For operators and owners of the source: others get null with FORBIDDEN. */
  rejections?: Maybe<Array<Rejection>>;
  /**
   * What it added, changed and removed, record by record; of the 20 newest harvests of a source, empty for older ones. For
   * operators and owners of the source: others get null with FORBIDDEN.
   */
  changes?: Maybe<HarvestChangeConnection>;
};


/** One run over one source. */
export type HarvestRejectionsArgs = {
  first: Scalars['Int']['input'];
};


/** One run over one source. */
export type HarvestChangesArgs = {
  change?: InputMaybe<ChangeKind>;
  first: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
};

/** What a harvest does. */
export type HarvestKind =
  /** Reads the source. */
  | 'HARVEST'
  /** Maps the rows that are kept once more, without asking the source. */
  | 'REMAP'
  /** Maps the rows that were rejected once more, without asking the source. */
  | 'REPLAY';

/** What a harvest did to a record. */
export type ChangeKind =
  /** It was not there before. */
  | 'ADDED'
  /** Some of its fields differ from before. */
  | 'CHANGED'
  /** It is there no more. */
  | 'REMOVED';

/** A page of what a harvest did. */
export type HarvestChangeConnection = {
  /** The page: added ones first, then changed, then removed, each in the order of their ids. */
  edges: Array<HarvestChangeEdge>;
  /** Whether there is more, and where to go on. */
  pageInfo: PageInfo;
  /** Such changes in all. */
  totalCount: Scalars['Int']['output'];
};

/** A change in a page. */
export type HarvestChangeEdge = {
  /** Position, for `after`. Opaque. */
  cursor: Scalars['String']['output'];
  /** The change. */
  node: HarvestChange;
};

/** What a harvest did to one record. */
export type HarvestChange = {
  /** What it did. */
  change: ChangeKind;
  /** Opaque id of the record, which may be there no more. */
  recordId: Scalars['ID']['output'];
  /** Its id at the source. */
  nativeId: Scalars['String']['output'];
  /** Its title, as it was then. */
  title: Scalars['String']['output'];
  /** Fields that differ from before, by name, sorted. Empty unless it was changed. */
  fields: Array<Scalars['String']['output']>;
  /** The record as it is now; null when it is there no more, or the caller may not discover it. */
  record?: Maybe<MetadataRecord>;
};

/** How far a harvest is, or how it ended. */
export type HarvestState =
  /** Waiting for its turn. */
  | 'QUEUED'
  /** Reading. */
  | 'RUNNING'
  /** Read to the end, and every row was taken. */
  | 'SUCCEEDED'
  /** Read in part: a partition failed, or rows were rejected. */
  | 'PARTIAL'
  /** Nothing could be read, or it was lost half-way. */
  | 'FAILED'
  /** Stopped by somebody. */
  | 'CANCELLED';

/** A page of harvests. */
export type HarvestConnection = {
  /** The page, newest first. */
  edges: Array<HarvestEdge>;
  /** Whether there is more, and where to go on. */
  pageInfo: PageInfo;
};

/** A harvest in a page. */
export type HarvestEdge = {
  /** Position, for `after`. Opaque. */
  cursor: Scalars['String']['output'];
  /** The harvest. */
  node: Harvest;
};

/** Why a row was not taken: paths and types, never the values of a row that failed its shape. */
export type Rejection = {
  /** Its id at the source; null when not even that is readable. */
  nativeId?: Maybe<Scalars['String']['output']>;
  /** Which entity of the source, e.g. `scan`. */
  entity: Scalars['String']['output'];
  /** Where in the row; null when it is the row as a whole. */
  path?: Maybe<Scalars['String']['output']>;
  /** What was expected and what was there, in words. */
  reason: Scalars['String']['output'];
  /** When a run first rejected it, as far as is kept; null where this was a report or a check, which keep nothing. */
  firstAt?: Maybe<Scalars['DateTime']['output']>;
  /** When it was last rejected, by a harvest or a replay, whose reason this is; null where nothing is kept. */
  lastAt?: Maybe<Scalars['DateTime']['output']>;
  /** How often, replays counted; null where nothing is kept. */
  times?: Maybe<Scalars['Int']['output']>;
};

/**
 * What can be changed. For operators, unless said otherwise: others get null with FORBIDDEN, or with NOT_FOUND where they
 * may not know of the thing. What stands in the way is told in `problems` of the answer; a request that is wrong by itself is
 * an error.
 */
export type Mutation = {
  /**
   * For owners and operators: reads a sample of a source that is not registered, or that would be changed, within 15 seconds
   * and stores nothing: what would be harvested, and how good it is. Calls no private address, whoever asks.
   */
  checkSource?: Maybe<SourceCheck>;
  /** For owners and operators: makes a source known. It is PENDING, and nothing of it is read, until an operator approves it. */
  registerSource?: Maybe<SourcePayload>;
  /**
   * For owners of the source and operators: changes what is given. When an owner changes options or secrets, an operator has to
   * approve the source again before its next harvest.
   */
  updateSource?: Maybe<SourcePayload>;
  /** Lets a registered source be harvested as it is configured now, or as the caller has seen it. */
  approveSource?: Maybe<SourcePayload>;
  /** For owners of the source and operators: cancels its harvest, and begins none until it is resumed. Its records stay. */
  pauseSource?: Maybe<SourcePayload>;
  /** For owners of the source and operators: takes a pause back. */
  resumeSource?: Maybe<SourcePayload>;
  /** For owners of the source and operators: removes a registered source with its records, harvests and secrets. The audit stays. */
  removeSource?: Maybe<SourcePayload>;
  /**
   * For owners of the source and operators: maps the rows that are kept once more, with the mapping of today and without
   * asking the source, and tells which records differ. Manifests and rules are read as they are now; where one is broken it is
   * CONFIG_INVALID, and nothing is changed. Applied, it is a CONFLICT while the source is harvested.
   */
  remapSource?: Maybe<RemapPayload>;
  /**
   * For owners of the source and operators: maps the rows that its newest harvest rejected once more, with the mapping of
   * today and without asking the source; those that are rejected again are told with the newest reason. Manifests and rules are
   * read as they are now; where one is broken it is CONFIG_INVALID. It is a CONFLICT while the source is harvested.
   */
  replayRejections?: Maybe<ReplayPayload>;
  /**
   * For readers: links to assets, those in state NEEDS_CONSENT opened at the expense of this gateway's operator, within the
   * operator's budgets. All or nothing is paid, and it is charged before a link is made: what reading each asset once may
   * cost at most. Links last 15 minutes. Null only with an error: NOT_FOUND when one of the assets is absent or hidden,
   * FORBIDDEN when the operator pays for readers who are known here, and the caller is not.
   */
  openLinks?: Maybe<OpenLinksPayload>;
  /**
   * For owners of the source and operators: begins a harvest and answers at once; `harvest` in Subscription tells how it goes on.
   * Manifests and rules are read as they are now; where one is broken it is CONFIG_INVALID, and nothing is begun.
   */
  startHarvest?: Maybe<HarvestPayload>;
  /** For owners of the source and operators: stops a harvest; what it has written stays. */
  cancelHarvest?: Maybe<HarvestPayload>;
  /** Builds a new index from the catalogue alone and switches to it when it is whole. Answers when that is done. */
  rebuildIndex?: Maybe<RebuildPayload>;
};


/**
 * What can be changed. For operators, unless said otherwise: others get null with FORBIDDEN, or with NOT_FOUND where they
 * may not know of the thing. What stands in the way is told in `problems` of the answer; a request that is wrong by itself is
 * an error.
 */
export type MutationCheckSourceArgs = {
  input: SourceInput;
  sample: Scalars['Int']['input'];
};


/**
 * What can be changed. For operators, unless said otherwise: others get null with FORBIDDEN, or with NOT_FOUND where they
 * may not know of the thing. What stands in the way is told in `problems` of the answer; a request that is wrong by itself is
 * an error.
 */
export type MutationRegisterSourceArgs = {
  input: SourceInput;
};


/**
 * What can be changed. For operators, unless said otherwise: others get null with FORBIDDEN, or with NOT_FOUND where they
 * may not know of the thing. What stands in the way is told in `problems` of the answer; a request that is wrong by itself is
 * an error.
 */
export type MutationUpdateSourceArgs = {
  id: Scalars['ID']['input'];
  patch: SourcePatch;
};


/**
 * What can be changed. For operators, unless said otherwise: others get null with FORBIDDEN, or with NOT_FOUND where they
 * may not know of the thing. What stands in the way is told in `problems` of the answer; a request that is wrong by itself is
 * an error.
 */
export type MutationApproveSourceArgs = {
  id: Scalars['ID']['input'];
  revision?: InputMaybe<Scalars['Int']['input']>;
};


/**
 * What can be changed. For operators, unless said otherwise: others get null with FORBIDDEN, or with NOT_FOUND where they
 * may not know of the thing. What stands in the way is told in `problems` of the answer; a request that is wrong by itself is
 * an error.
 */
export type MutationPauseSourceArgs = {
  id: Scalars['ID']['input'];
};


/**
 * What can be changed. For operators, unless said otherwise: others get null with FORBIDDEN, or with NOT_FOUND where they
 * may not know of the thing. What stands in the way is told in `problems` of the answer; a request that is wrong by itself is
 * an error.
 */
export type MutationResumeSourceArgs = {
  id: Scalars['ID']['input'];
};


/**
 * What can be changed. For operators, unless said otherwise: others get null with FORBIDDEN, or with NOT_FOUND where they
 * may not know of the thing. What stands in the way is told in `problems` of the answer; a request that is wrong by itself is
 * an error.
 */
export type MutationRemoveSourceArgs = {
  id: Scalars['ID']['input'];
  confirmRecords: Scalars['Int']['input'];
};


/**
 * What can be changed. For operators, unless said otherwise: others get null with FORBIDDEN, or with NOT_FOUND where they
 * may not know of the thing. What stands in the way is told in `problems` of the answer; a request that is wrong by itself is
 * an error.
 */
export type MutationRemapSourceArgs = {
  source: Scalars['ID']['input'];
  apply: Scalars['Boolean']['input'];
};


/**
 * What can be changed. For operators, unless said otherwise: others get null with FORBIDDEN, or with NOT_FOUND where they
 * may not know of the thing. What stands in the way is told in `problems` of the answer; a request that is wrong by itself is
 * an error.
 */
export type MutationReplayRejectionsArgs = {
  source: Scalars['ID']['input'];
};


/**
 * What can be changed. For operators, unless said otherwise: others get null with FORBIDDEN, or with NOT_FOUND where they
 * may not know of the thing. What stands in the way is told in `problems` of the answer; a request that is wrong by itself is
 * an error.
 */
export type MutationOpenLinksArgs = {
  ids: Array<Scalars['ID']['input']>;
  consent: Scalars['Boolean']['input'];
  idempotencyKey: Scalars['String']['input'];
};


/**
 * What can be changed. For operators, unless said otherwise: others get null with FORBIDDEN, or with NOT_FOUND where they
 * may not know of the thing. What stands in the way is told in `problems` of the answer; a request that is wrong by itself is
 * an error.
 */
export type MutationStartHarvestArgs = {
  source: Scalars['ID']['input'];
  full: Scalars['Boolean']['input'];
};


/**
 * What can be changed. For operators, unless said otherwise: others get null with FORBIDDEN, or with NOT_FOUND where they
 * may not know of the thing. What stands in the way is told in `problems` of the answer; a request that is wrong by itself is
 * an error.
 */
export type MutationCancelHarvestArgs = {
  id: Scalars['ID']['input'];
};

/** A source to be checked or registered. */
export type SourceInput = {
  /** Its name, for good: lower-case letters, digits and hyphens, at most 63, beginning with a letter or digit. The ids of its records begin with it. */
  id: Scalars['String']['input'];
  /** Type of its connector, see `connectorTypes`. */
  type: Scalars['String']['input'];
  /** For people, at most 200 characters. */
  title: Scalars['String']['input'];
  /** Its page; null: none. */
  homepage?: InputMaybe<Scalars['URL']['input']>;
  /** Options of its connector, an object by the schema in `ConnectorType.options`. Never a secret. */
  options: Scalars['JSON']['input'];
  /** Secrets by their names, an object of texts by the schema in `ConnectorType.credentials`. Kept encrypted and told to nobody; null: none, it is read anonymously. */
  secrets?: InputMaybe<Scalars['JSON']['input']>;
  /**
   * When it is harvested by itself: an interval (`24h`), or `cron 0 3 * * 1-5` (minute, hour, day, month, weekday); then, after
   * semicolons, any of `timezone Europe/Paris` (default UTC), `jitter 10m`, `quiet 08:00-18:00`, `adaptive 1h-7d`. Null: only
   * when somebody begins a harvest.
   */
  schedule?: InputMaybe<Scalars['String']['input']>;
  /** Groups that its records are open to, over whatever the upstream says; `public` is everybody. Null: as the upstream says; []: nobody. */
  visibility?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Who may manage it besides operators: subjects of tokens, and groups as `group:<name>`. Null: the caller alone. Owners name none but themselves and groups of theirs. */
  owners?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Groups that may know of it and its records; `public` is everybody. Its owners know of it in any case. */
  discover: Array<Scalars['String']['input']>;
  /** After how long without a harvest its records count as stale: `36h`, `7d`. Null: never. */
  staleAfter?: InputMaybe<Scalars['String']['input']>;
};

/** A change of a source: what is absent stays as it is, null clears it. */
export type SourcePatch = {
  /** As in SourceInput; cannot be cleared. */
  title?: InputMaybe<Scalars['String']['input']>;
  /** As in SourceInput; null: none. */
  homepage?: InputMaybe<Scalars['URL']['input']>;
  /** As in SourceInput: all of them, in place of those there are; cannot be cleared. */
  options?: InputMaybe<Scalars['JSON']['input']>;
  /** As in SourceInput: all of them, in place of those there are; null: none are kept. */
  secrets?: InputMaybe<Scalars['JSON']['input']>;
  /** As in SourceInput; null: only when somebody begins a harvest. */
  schedule?: InputMaybe<Scalars['String']['input']>;
  /** As in SourceInput; null: as the upstream says. */
  visibility?: InputMaybe<Array<Scalars['String']['input']>>;
  /** As in SourceInput; null: operators alone, whom no owner can leave it to. */
  owners?: InputMaybe<Array<Scalars['String']['input']>>;
  /** As in SourceInput; null: nobody but its owners. */
  discover?: InputMaybe<Array<Scalars['String']['input']>>;
  /** As in SourceInput; null: never. */
  staleAfter?: InputMaybe<Scalars['String']['input']>;
};

/** What came of a change of a source. */
export type SourcePayload = {
  /** The source as it is now; null when it was removed, or `problems` says why nothing was changed. */
  source?: Maybe<Source>;
  /** Records that were removed with the source; null unless it was removed. */
  removedRecords?: Maybe<Scalars['Int']['output']>;
  /** What stood in the way, each with the path of the option at fault. Empty when nothing did. */
  problems: Array<Problem>;
};

/** What reading a sample of a source has shown. Nothing of it is stored. */
export type SourceCheck = {
  /** Whether it could be harvested: it was read, and rows were taken. */
  ok: Scalars['Boolean']['output'];
  /** What is wrong and what to do, each with the path of the option at fault. May hold advice although `ok` is true. */
  problems: Array<Problem>;
  /** The records that a harvest would make of the sample. */
  sample: Array<RecordPreview>;
  /** Rows of the sample that were not taken, and why: `hook <name>: …` by a rule of the operator, as a harvest would. */
  rejected: Array<Rejection>;
  /** Share of the records of the sample that have each field, 0 to 1: an object by the names of the fields. Empty without records. */
  completeness: Scalars['JSON']['output'];
  /** Rows that the source says there are in all; null when it does not say. */
  estimatedRecords?: Maybe<Scalars['Int']['output']>;
  /** What harvesting everything may cost; null when reading is free, or that is not known. */
  estimatedCost?: Maybe<Cost>;
  /** What reading the sample has cost; null when it was free. */
  spent?: Maybe<Cost>;
  /** How long it took, milliseconds. */
  tookMs: Scalars['Float']['output'];
};

/** A record that a harvest would make. It has no id yet. */
export type RecordPreview = {
  /** Its id at the source. */
  nativeId: Scalars['String']['output'];
  /** What it is. */
  kind: RecordKind;
  /** Its title. */
  title: Scalars['String']['output'];
  /** All of it, by the JSON Schema of records. */
  record: Scalars['JSON']['output'];
  /** Its files as far as they were met, at most 100. */
  assets: Array<Scalars['JSON']['output']>;
  /** How complete it is. */
  quality: Quality;
  /** Fields whose values were mapped, assumed or extracted, and from what. */
  fields: Array<FieldOrigin>;
};

/** What came of a remap. */
export type RemapPayload = {
  /** What it changes, or has changed; null when `problems` says why there is none. */
  report?: Maybe<RemapReport>;
  /** What stood in the way, e.g. CONFLICT while the source is harvested. Empty when nothing did. */
  problems: Array<Problem>;
};

/** What applying the mapping of today to the rows that are kept changes, or has changed. */
export type RemapReport = {
  /** Of which source. */
  source: Source;
  /** Whether records were changed; false when only asked. */
  applied: Scalars['Boolean']['output'];
  /** Rows that were mapped. */
  rows: Scalars['Int']['output'];
  /** Records that differ. */
  changed: Scalars['Int']['output'];
  /** Records that do not differ. */
  unchanged: Scalars['Int']['output'];
  /** Rows that become no record any more; they keep the record that they have. */
  rejected: Scalars['Int']['output'];
  /** Why, at most 20. */
  rejections: Array<Rejection>;
  /** In how many records each field differs, most first. */
  fields: Array<FieldCount>;
  /** Records that differ, at most 10. */
  examples: Array<RemapExample>;
};

/** A field and a number of records. */
export type FieldCount = {
  /** Name of the field. */
  field: Scalars['String']['output'];
  /** How many records. */
  records: Scalars['Int']['output'];
};

/** A record that a remap changes. */
export type RemapExample = {
  /** Opaque id of the record. */
  recordId: Scalars['ID']['output'];
  /** Its title. */
  title: Scalars['String']['output'];
  /** Fields that differ. */
  fields: Array<FieldChange>;
};

/** A field that differs. */
export type FieldChange = {
  /** Name of the field. */
  field: Scalars['String']['output'];
  /** Its value before; null when it had none. */
  before?: Maybe<Scalars['JSON']['output']>;
  /** Its value after; null when it has none. */
  after?: Maybe<Scalars['JSON']['output']>;
};

/** What came of a replay. */
export type ReplayPayload = {
  /** What has become of the rows; null when `problems` says why there is none. */
  report?: Maybe<ReplayReport>;
  /** What stood in the way, e.g. CONFLICT while the source is harvested. Empty when nothing did. */
  problems: Array<Problem>;
};

/** What mapping the rejected rows of the newest harvest once more has given. */
export type ReplayReport = {
  /** Of which source. */
  source: Source;
  /** Rejected rows that are kept. */
  rows: Scalars['Int']['output'];
  /** Those that became records. */
  accepted: Scalars['Int']['output'];
  /** Those that are still rejected. */
  rejected: Scalars['Int']['output'];
  /** Why, at most 20. */
  rejections: Array<Rejection>;
  /** Rejected rows of which nothing is kept, since they had another shape than expected: a harvest has to read them again. */
  unreadable: Scalars['Int']['output'];
};

/** How a source does, for its owner. */
export type SourceReport = {
  /** Which source. */
  source: Source;
  /** When the report was made. */
  at: Scalars['DateTime']['output'];
  /** Records in all, hidden ones too. */
  records: Scalars['Int']['output'];
  /** How complete the records are: mean of their `quality.score`, 0 to 1. Null without records. */
  completeness?: Maybe<Scalars['Float']['output']>;
  /** How well its records can be found by what people filter and search by, 0 to 1. Null without records. */
  findability?: Maybe<Scalars['Float']['output']>;
  /** Fields that records lack, those that most lack first. */
  missing: Array<MissingField>;
  /** What is wrong with records in words, the most frequent first. */
  problems: Array<QualityProblem>;
  /** Share of the records that have a value for each facet, worst first. */
  facets: Array<FacetShare>;
  /** Records by what their licence allows, most first. */
  licenses: Array<LicenseCount>;
  /** What looking at its links has shown; null when none was looked at yet. */
  links?: Maybe<LinkReport>;
  /** How fresh it is. */
  freshness: Freshness;
  /** Its newest harvests, at most 10. */
  harvests: Array<Harvest>;
  /** Searches that found nothing although records of the source hold some of their words: words only, never who asked. Most frequent first. */
  unanswered: Array<UnansweredSearch>;
};

/** A field that records lack. */
export type MissingField = {
  /** Name of the field. */
  field: Scalars['String']['output'];
  /** How many records lack it. */
  records: Scalars['Int']['output'];
  /** Some that do, at most 3. */
  examples: Array<RecordExample>;
};

/** Something that is wrong with records. */
export type QualityProblem = {
  /** What, in words. */
  problem: Scalars['String']['output'];
  /** With how many records. */
  records: Scalars['Int']['output'];
  /** Some of them, at most 3. */
  examples: Array<RecordExample>;
};

/** A record that is an example of something. */
export type RecordExample = {
  /** Opaque id of the record. */
  recordId: Scalars['ID']['output'];
  /** Its id at the source. */
  nativeId: Scalars['String']['output'];
  /** The record; null when it is there no more, or the caller may not discover it. */
  record?: Maybe<MetadataRecord>;
};

/** How many records have a value for a facet. */
export type FacetShare = {
  /** Which facet. */
  facet: Facet;
  /** Share of the records, 0 to 1. */
  share: Scalars['Float']['output'];
};

/** Records under licences of one class. */
export type LicenseCount = {
  /** What the licences allow, roughly. */
  class: LicenseClass;
  /** How many records. */
  records: Scalars['Int']['output'];
};

/** How the links of a source fare. */
export type LinkReport = {
  /** Assets that were looked at: the sum of the others. */
  checked: Scalars['Int']['output'];
  /** Those that the upstream has. */
  ok: Scalars['Int']['output'];
  /** Those in place of which the upstream has something of another size. */
  changed: Scalars['Int']['output'];
  /** Those of which the upstream did not answer, or not as it should have. */
  unreachable: Scalars['Int']['output'];
  /** Those that the upstream said not to have, so far less than three times. */
  missing: Scalars['Int']['output'];
  /** Those that the upstream has no more. */
  gone: Scalars['Int']['output'];
  /** When the least recent look was. */
  oldest: Scalars['DateTime']['output'];
};

/** How fresh a source is. */
export type Freshness = {
  /** When it was last harvested to an end; null when never. */
  harvestedAt?: Maybe<Scalars['DateTime']['output']>;
  /** The freshness target, seconds after that; null when none is set. */
  staleAfterSeconds?: Maybe<Scalars['Int']['output']>;
  /** Whether it is older than its target. Null without a target, or when it was never harvested. */
  isStale?: Maybe<Scalars['Boolean']['output']>;
};

/** Words that people searched for in vain. */
export type UnansweredSearch = {
  /** The words, lower case and sorted. */
  words: Array<Scalars['String']['output']>;
  /** How often they were searched for. */
  times: Scalars['Int']['output'];
  /** The day of the last time. */
  last: Scalars['PartialDate']['output'];
  /** Records of the source that hold some of the words. */
  records: Scalars['Int']['output'];
};

/** A page of the audit. */
export type AuditConnection = {
  /** The page, newest first. */
  edges: Array<AuditEdge>;
  /** Whether there is more, and where to go on. */
  pageInfo: PageInfo;
};

/** An entry in a page. */
export type AuditEdge = {
  /** Position, for `after`. Opaque. */
  cursor: Scalars['String']['output'];
  /** The entry. */
  node: AuditEntry;
};

/** Who changed, opened or spent what. */
export type AuditEntry = {
  /** When. */
  at: Scalars['DateTime']['output'];
  /** Subject of whoever did it; null when nobody knows who. */
  by?: Maybe<Scalars['String']['output']>;
  /** The source that it concerns; null when it concerns none, or one that is no more. */
  source?: Maybe<Source>;
  /** What was done: `source.registered`, `source.changed`, `source.approved`, `source.paused`, `source.resumed`, `source.removed`, `harvest.started`, `harvest.cancelled`, `remap.applied`, `quarantine.replayed`, `token.created` and so on. */
  action: Scalars['String']['output'];
  /** What changed, by name; never a secret, nor the value of an option. */
  detail: Scalars['JSON']['output'];
};

/** What came of opening links. */
export type OpenLinksPayload = {
  /** In the order asked for; those that cannot be opened by paying say why in their `state`. Empty when there are `problems`. */
  links: Array<AccessLink>;
  /** What was put on the operator's account by this call, at most; null when nothing was. */
  spent?: Maybe<Cost>;
  /** What stood in the way: BUDGET_EXCEEDED, or CONFLICT of the key. Empty when nothing did. */
  problems: Array<Problem>;
};

/** What came of starting or stopping a harvest. */
export type HarvestPayload = {
  /** The harvest; null when `problems` says why there is none. */
  harvest?: Maybe<Harvest>;
  /** What stood in the way, e.g. CONFLICT when the source is being harvested already. Empty when nothing did. */
  problems: Array<Problem>;
};

/** What came of rebuilding the index. */
export type RebuildPayload = {
  /** Number of the new generation; null when `problems` says why there is none. */
  generation?: Maybe<Scalars['Int']['output']>;
  /** What stood in the way. Empty when nothing did. */
  problems: Array<Problem>;
};

/** What stood in the way of a change. */
export type Problem = {
  /** What kind of thing. */
  code: ErrorCode;
  /** The argument or option as a path; null when it is none of them. */
  path?: Maybe<Scalars['String']['output']>;
  /** For people. */
  message: Scalars['String']['output'];
};

/** What can be followed, as server-sent events. */
export type Subscription = {
  /**
   * A harvest, now and whenever its counts change, until it ends. Null, with NOT_FOUND, when it is absent or its source is hidden.
   * With UNAUTHENTICATED, as the last event, when the token was revoked or has expired meanwhile: within 10 seconds.
   */
  harvest?: Maybe<Harvest>;
};


/** What can be followed, as server-sent events. */
export type SubscriptionHarvestArgs = {
  id: Scalars['ID']['input'];
};

/** Every code that an error, warning or problem can carry, in `extensions.code`. */
export type ErrorCode =
  /** The query or an argument is not valid; `extensions.argument` names the argument, null when it is none. */
  | 'BAD_INPUT'
  /** There is nothing by that id, or it is hidden. */
  | 'NOT_FOUND'
  /** The credentials sent are not valid here. */
  | 'UNAUTHENTICATED'
  /** The caller lacks the rights. */
  | 'FORBIDDEN'
  /** The thing is in a state that does not allow this. */
  | 'CONFLICT'
  /** Too many requests; try again later. */
  | 'RATE_LIMITED'
  /** The answer took too long. */
  | 'TIMEOUT'
  /**
   * The query asks for too much at once: more than 12 fields inside one another, 30 aliases, 4,000 tokens, a body of
   * 256 KiB, or a cost of 10,000. About: an object costs 1, times the `first` of every list around it; a search 10.
   */
  | 'TOO_COSTLY'
  /** The budget does not cover this. */
  | 'BUDGET_EXCEEDED'
  /** The cursor is of another query, caller or index, or too old; start from the first page. */
  | 'CURSOR_EXPIRED'
  /** The source did not answer. */
  | 'SOURCE_UNREACHABLE'
  /** The source refused the credentials. */
  | 'SOURCE_REFUSED'
  /** The source took the credentials, or needs none, and does not allow this; another part of it may be open. */
  | 'SOURCE_FORBIDDEN'
  /** The source asks for fewer requests. */
  | 'SOURCE_RATE_LIMITED'
  /** The source needs a new login. */
  | 'NEEDS_LOGIN'
  /** The source answered something that it does not document. */
  | 'ANSWER_INVALID'
  /** A row of the source does not have the expected shape. */
  | 'ROW_INVALID'
  /** The search index is not available. */
  | 'INDEX_UNAVAILABLE'
  /** This is not supported, or not yet. */
  | 'UNSUPPORTED'
  /** The work was cancelled. */
  | 'CANCELLED'
  /** The configuration is not valid. */
  | 'CONFIG_INVALID'
  /** Something went wrong here; it has been logged. */
  | 'INTERNAL';



export type ResolverTypeWrapper<T> = Promise<T> | T;


export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;




/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node:
    | ( StoredRecord )
    | ( StoredAsset )
    | ( SourceWithCount )
    | ( HarvestRun )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  PartialDate: ResolverTypeWrapper<Scalars['PartialDate']['output']>;
  URL: ResolverTypeWrapper<Scalars['URL']['output']>;
  ByteCount: ResolverTypeWrapper<Scalars['ByteCount']['output']>;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  Node: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Node']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Ranking: Ranking;
  RecordSort: RecordSort;
  RecordKind: RecordKind;
  Domain: Domain;
  LicenseClass: LicenseClass;
  Access: Access;
  Availability: Availability;
  Facet: Facet;
  RecordFilter: RecordFilter;
  IntRange: IntRange;
  FloatRange: FloatRange;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  DateRange: DateRange;
  FacetRequest: FacetRequest;
  RecordConnection: ResolverTypeWrapper<SearchAnswer>;
  RecordEdge: ResolverTypeWrapper<RecordHit>;
  Highlight: ResolverTypeWrapper<Highlight>;
  Interpretation: ResolverTypeWrapper<Interpretation>;
  InterpretationKind: InterpretationKind;
  Warning: ResolverTypeWrapper<Warning>;
  Explanation: ResolverTypeWrapper<Explanation>;
  Leg: Leg;
  RankingLeg: ResolverTypeWrapper<RankingLeg>;
  MatchKind: MatchKind;
  MatchedTerm: ResolverTypeWrapper<MatchedTerm>;
  WhyNot: ResolverTypeWrapper<WhyNotAnswer>;
  WhyNotState: WhyNotState;
  QueryPart: ResolverTypeWrapper<QueryPart>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  FacetResult: ResolverTypeWrapper<FacetResult>;
  FacetBucket: ResolverTypeWrapper<FacetBucket>;
  SourceStatus: ResolverTypeWrapper<SourceAnswer>;
  SuggestionKind: SuggestionKind;
  Suggestion: ResolverTypeWrapper<FoundSuggestion>;
  MetadataRecord: ResolverTypeWrapper<StoredRecord>;
  ChildConnection: ResolverTypeWrapper<RecordPage>;
  ChildEdge: ResolverTypeWrapper<Omit<ChildEdge, 'node'> & { node: ResolversTypes['MetadataRecord'] }>;
  Term: ResolverTypeWrapper<Term>;
  Origin: Origin;
  Resolution: ResolverTypeWrapper<Resolution>;
  Subjects: ResolverTypeWrapper<Subjects>;
  License: ResolverTypeWrapper<License>;
  Publication: ResolverTypeWrapper<Publication>;
  Provenance: ResolverTypeWrapper<StoredRecord>;
  FieldOrigin: ResolverTypeWrapper<FieldOrigin>;
  Quality: ResolverTypeWrapper<Quality>;
  CitationStyle: CitationStyle;
  AssetRole: AssetRole;
  Asset: ResolverTypeWrapper<StoredAsset>;
  LinkHealth: LinkHealth;
  AssetConnection: ResolverTypeWrapper<AssetPage>;
  AssetEdge: ResolverTypeWrapper<Omit<AssetEdge, 'node'> & { node: ResolversTypes['Asset'] }>;
  ChecksumAlgorithm: ChecksumAlgorithm;
  Checksum: ResolverTypeWrapper<Checksum>;
  Payer: Payer;
  AccessLink: ResolverTypeWrapper<LinkedAsset>;
  LinkState: LinkState;
  Header: ResolverTypeWrapper<Header>;
  CostEstimate: ResolverTypeWrapper<CostEstimate>;
  Cost: ResolverTypeWrapper<Cost>;
  RequirementKind: RequirementKind;
  Requirement: ResolverTypeWrapper<Requirement>;
  Source: ResolverTypeWrapper<SourceWithCount>;
  SourceOrigin: SourceOrigin;
  SourceState: SourceState;
  ConnectorType: ResolverTypeWrapper<ConnectorType>;
  Harvest: ResolverTypeWrapper<HarvestRun>;
  HarvestKind: HarvestKind;
  ChangeKind: ChangeKind;
  HarvestChangeConnection: ResolverTypeWrapper<HarvestChangePage>;
  HarvestChangeEdge: ResolverTypeWrapper<Omit<HarvestChangeEdge, 'node'> & { node: ResolversTypes['HarvestChange'] }>;
  HarvestChange: ResolverTypeWrapper<HarvestChangeParent>;
  HarvestState: HarvestState;
  HarvestConnection: ResolverTypeWrapper<HarvestPage>;
  HarvestEdge: ResolverTypeWrapper<Omit<HarvestEdge, 'node'> & { node: ResolversTypes['Harvest'] }>;
  Rejection: ResolverTypeWrapper<Rejection>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  SourceInput: SourceInput;
  SourcePatch: SourcePatch;
  SourcePayload: ResolverTypeWrapper<Omit<SourcePayload, 'source'> & { source?: Maybe<ResolversTypes['Source']> }>;
  SourceCheck: ResolverTypeWrapper<SourceCheckParent>;
  RecordPreview: ResolverTypeWrapper<CheckedRecord>;
  RemapPayload: ResolverTypeWrapper<Omit<RemapPayload, 'report'> & { report?: Maybe<ResolversTypes['RemapReport']> }>;
  RemapReport: ResolverTypeWrapper<RemapReportParent>;
  FieldCount: ResolverTypeWrapper<FieldCount>;
  RemapExample: ResolverTypeWrapper<RemapExampleParent>;
  FieldChange: ResolverTypeWrapper<FieldChange>;
  ReplayPayload: ResolverTypeWrapper<Omit<ReplayPayload, 'report'> & { report?: Maybe<ResolversTypes['ReplayReport']> }>;
  ReplayReport: ResolverTypeWrapper<ReplayReportParent>;
  SourceReport: ResolverTypeWrapper<SourceReportParent>;
  MissingField: ResolverTypeWrapper<Omit<MissingField, 'examples'> & { examples: Array<ResolversTypes['RecordExample']> }>;
  QualityProblem: ResolverTypeWrapper<Omit<QualityProblem, 'examples'> & { examples: Array<ResolversTypes['RecordExample']> }>;
  RecordExample: ResolverTypeWrapper<ExampleId>;
  FacetShare: ResolverTypeWrapper<FacetShare>;
  LicenseCount: ResolverTypeWrapper<LicenseCount>;
  LinkReport: ResolverTypeWrapper<LinkReport>;
  Freshness: ResolverTypeWrapper<Freshness>;
  UnansweredSearch: ResolverTypeWrapper<UnansweredSearch>;
  AuditConnection: ResolverTypeWrapper<AuditPage>;
  AuditEdge: ResolverTypeWrapper<Omit<AuditEdge, 'node'> & { node: ResolversTypes['AuditEntry'] }>;
  AuditEntry: ResolverTypeWrapper<AuditEntryParent>;
  OpenLinksPayload: ResolverTypeWrapper<Omit<OpenLinksPayload, 'links'> & { links: Array<ResolversTypes['AccessLink']> }>;
  HarvestPayload: ResolverTypeWrapper<Omit<HarvestPayload, 'harvest'> & { harvest?: Maybe<ResolversTypes['Harvest']> }>;
  RebuildPayload: ResolverTypeWrapper<RebuildPayload>;
  Problem: ResolverTypeWrapper<Problem>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ErrorCode: ErrorCode;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  DateTime: Scalars['DateTime']['output'];
  PartialDate: Scalars['PartialDate']['output'];
  URL: Scalars['URL']['output'];
  ByteCount: Scalars['ByteCount']['output'];
  JSON: Scalars['JSON']['output'];
  Node: ResolversInterfaceTypes<ResolversParentTypes>['Node'];
  ID: Scalars['ID']['output'];
  Query: Record<PropertyKey, never>;
  String: Scalars['String']['output'];
  Boolean: Scalars['Boolean']['output'];
  Int: Scalars['Int']['output'];
  RecordFilter: RecordFilter;
  IntRange: IntRange;
  FloatRange: FloatRange;
  Float: Scalars['Float']['output'];
  DateRange: DateRange;
  FacetRequest: FacetRequest;
  RecordConnection: SearchAnswer;
  RecordEdge: RecordHit;
  Highlight: Highlight;
  Interpretation: Interpretation;
  Warning: Warning;
  Explanation: Explanation;
  RankingLeg: RankingLeg;
  MatchedTerm: MatchedTerm;
  WhyNot: WhyNotAnswer;
  QueryPart: QueryPart;
  PageInfo: PageInfo;
  FacetResult: FacetResult;
  FacetBucket: FacetBucket;
  SourceStatus: SourceAnswer;
  Suggestion: FoundSuggestion;
  MetadataRecord: StoredRecord;
  ChildConnection: RecordPage;
  ChildEdge: Omit<ChildEdge, 'node'> & { node: ResolversParentTypes['MetadataRecord'] };
  Term: Term;
  Resolution: Resolution;
  Subjects: Subjects;
  License: License;
  Publication: Publication;
  Provenance: StoredRecord;
  FieldOrigin: FieldOrigin;
  Quality: Quality;
  Asset: StoredAsset;
  AssetConnection: AssetPage;
  AssetEdge: Omit<AssetEdge, 'node'> & { node: ResolversParentTypes['Asset'] };
  Checksum: Checksum;
  AccessLink: LinkedAsset;
  Header: Header;
  CostEstimate: CostEstimate;
  Cost: Cost;
  Requirement: Requirement;
  Source: SourceWithCount;
  ConnectorType: ConnectorType;
  Harvest: HarvestRun;
  HarvestChangeConnection: HarvestChangePage;
  HarvestChangeEdge: Omit<HarvestChangeEdge, 'node'> & { node: ResolversParentTypes['HarvestChange'] };
  HarvestChange: HarvestChangeParent;
  HarvestConnection: HarvestPage;
  HarvestEdge: Omit<HarvestEdge, 'node'> & { node: ResolversParentTypes['Harvest'] };
  Rejection: Rejection;
  Mutation: Record<PropertyKey, never>;
  SourceInput: SourceInput;
  SourcePatch: SourcePatch;
  SourcePayload: Omit<SourcePayload, 'source'> & { source?: Maybe<ResolversParentTypes['Source']> };
  SourceCheck: SourceCheckParent;
  RecordPreview: CheckedRecord;
  RemapPayload: Omit<RemapPayload, 'report'> & { report?: Maybe<ResolversParentTypes['RemapReport']> };
  RemapReport: RemapReportParent;
  FieldCount: FieldCount;
  RemapExample: RemapExampleParent;
  FieldChange: FieldChange;
  ReplayPayload: Omit<ReplayPayload, 'report'> & { report?: Maybe<ResolversParentTypes['ReplayReport']> };
  ReplayReport: ReplayReportParent;
  SourceReport: SourceReportParent;
  MissingField: Omit<MissingField, 'examples'> & { examples: Array<ResolversParentTypes['RecordExample']> };
  QualityProblem: Omit<QualityProblem, 'examples'> & { examples: Array<ResolversParentTypes['RecordExample']> };
  RecordExample: ExampleId;
  FacetShare: FacetShare;
  LicenseCount: LicenseCount;
  LinkReport: LinkReport;
  Freshness: Freshness;
  UnansweredSearch: UnansweredSearch;
  AuditConnection: AuditPage;
  AuditEdge: Omit<AuditEdge, 'node'> & { node: ResolversParentTypes['AuditEntry'] };
  AuditEntry: AuditEntryParent;
  OpenLinksPayload: Omit<OpenLinksPayload, 'links'> & { links: Array<ResolversParentTypes['AccessLink']> };
  HarvestPayload: Omit<HarvestPayload, 'harvest'> & { harvest?: Maybe<ResolversParentTypes['Harvest']> };
  RebuildPayload: RebuildPayload;
  Problem: Problem;
  Subscription: Record<PropertyKey, never>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface PartialDateScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['PartialDate'], any> {
  name: 'PartialDate';
}

export interface UrlScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['URL'], any> {
  name: 'URL';
}

export interface ByteCountScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['ByteCount'], any> {
  name: 'ByteCount';
}

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export type NodeResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType: TypeResolveFn<'MetadataRecord' | 'Asset' | 'Source' | 'Harvest', ParentType, ContextType>;
};

export type QueryResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType, RequireFields<QueryNodeArgs, 'id'>>;
  search?: Resolver<Maybe<ResolversTypes['RecordConnection']>, ParentType, ContextType, RequireFields<QuerySearchArgs, 'query' | 'facets' | 'sort' | 'ranking' | 'collapse' | 'first'>>;
  record?: Resolver<Maybe<ResolversTypes['MetadataRecord']>, ParentType, ContextType, RequireFields<QueryRecordArgs, 'id'>>;
  records?: Resolver<Array<Maybe<ResolversTypes['MetadataRecord']>>, ParentType, ContextType, RequireFields<QueryRecordsArgs, 'ids'>>;
  asset?: Resolver<Maybe<ResolversTypes['Asset']>, ParentType, ContextType, RequireFields<QueryAssetArgs, 'id'>>;
  links?: Resolver<Array<Maybe<ResolversTypes['AccessLink']>>, ParentType, ContextType, RequireFields<QueryLinksArgs, 'ids'>>;
  estimateCost?: Resolver<Maybe<ResolversTypes['CostEstimate']>, ParentType, ContextType, RequireFields<QueryEstimateCostArgs, 'ids'>>;
  facetValues?: Resolver<Maybe<Array<ResolversTypes['FacetBucket']>>, ParentType, ContextType, RequireFields<QueryFacetValuesArgs, 'facet' | 'matching' | 'query' | 'ranking' | 'collapse' | 'first'>>;
  suggest?: Resolver<Maybe<Array<ResolversTypes['Suggestion']>>, ParentType, ContextType, RequireFields<QuerySuggestArgs, 'prefix' | 'first'>>;
  whyNot?: Resolver<Maybe<ResolversTypes['WhyNot']>, ParentType, ContextType, RequireFields<QueryWhyNotArgs, 'query' | 'id' | 'ranking'>>;
  sources?: Resolver<Maybe<Array<ResolversTypes['Source']>>, ParentType, ContextType>;
  source?: Resolver<Maybe<ResolversTypes['Source']>, ParentType, ContextType, RequireFields<QuerySourceArgs, 'id'>>;
  connectorTypes?: Resolver<Maybe<Array<ResolversTypes['ConnectorType']>>, ParentType, ContextType>;
  harvests?: Resolver<Maybe<ResolversTypes['HarvestConnection']>, ParentType, ContextType, RequireFields<QueryHarvestsArgs, 'first'>>;
  harvest?: Resolver<Maybe<ResolversTypes['Harvest']>, ParentType, ContextType, RequireFields<QueryHarvestArgs, 'id'>>;
  sourceReport?: Resolver<Maybe<ResolversTypes['SourceReport']>, ParentType, ContextType, RequireFields<QuerySourceReportArgs, 'source'>>;
  audit?: Resolver<Maybe<ResolversTypes['AuditConnection']>, ParentType, ContextType, RequireFields<QueryAuditArgs, 'first'>>;
};

export type RecordConnectionResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['RecordConnection'] = ResolversParentTypes['RecordConnection']> = {
  edges?: Resolver<Array<ResolversTypes['RecordEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  totalIsExact?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  facets?: Resolver<Array<ResolversTypes['FacetResult']>, ParentType, ContextType>;
  sources?: Resolver<Array<ResolversTypes['SourceStatus']>, ParentType, ContextType>;
  ranking?: Resolver<ResolversTypes['Ranking'], ParentType, ContextType>;
  interpretation?: Resolver<Array<ResolversTypes['Interpretation']>, ParentType, ContextType>;
  warnings?: Resolver<Array<ResolversTypes['Warning']>, ParentType, ContextType>;
  tookMs?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type RecordEdgeResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['RecordEdge'] = ResolversParentTypes['RecordEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['MetadataRecord'], ParentType, ContextType>;
  alternates?: Resolver<Array<ResolversTypes['MetadataRecord']>, ParentType, ContextType, RequireFields<RecordEdgeAlternatesArgs, 'first'>>;
  score?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  highlights?: Resolver<Array<ResolversTypes['Highlight']>, ParentType, ContextType>;
  explanation?: Resolver<Maybe<ResolversTypes['Explanation']>, ParentType, ContextType>;
};

export type HighlightResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Highlight'] = ResolversParentTypes['Highlight']> = {
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  fragment?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type InterpretationResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Interpretation'] = ResolversParentTypes['Interpretation']> = {
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  as?: Resolver<ResolversTypes['InterpretationKind'], ParentType, ContextType>;
  label?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  termId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type WarningResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Warning'] = ResolversParentTypes['Warning']> = {
  code?: Resolver<ResolversTypes['ErrorCode'], ParentType, ContextType>;
  argument?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ExplanationResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Explanation'] = ResolversParentTypes['Explanation']> = {
  legs?: Resolver<Array<ResolversTypes['RankingLeg']>, ParentType, ContextType>;
  terms?: Resolver<Array<ResolversTypes['MatchedTerm']>, ParentType, ContextType>;
};

export type RankingLegResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['RankingLeg'] = ResolversParentTypes['RankingLeg']> = {
  leg?: Resolver<ResolversTypes['Leg'], ParentType, ContextType>;
  rank?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  score?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type MatchedTermResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['MatchedTerm'] = ResolversParentTypes['MatchedTerm']> = {
  queried?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  matched?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  how?: Resolver<ResolversTypes['MatchKind'], ParentType, ContextType>;
};

export type WhyNotResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['WhyNot'] = ResolversParentTypes['WhyNot']> = {
  state?: Resolver<ResolversTypes['WhyNotState'], ParentType, ContextType>;
  record?: Resolver<Maybe<ResolversTypes['MetadataRecord']>, ParentType, ContextType>;
  isHidden?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  rejection?: Resolver<Maybe<ResolversTypes['Rejection']>, ParentType, ContextType>;
  behind?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  filters?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  species?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  parts?: Resolver<Array<ResolversTypes['QueryPart']>, ParentType, ContextType>;
  held?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  needed?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  cosine?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  neededCosine?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  rank?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  total?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  explanation?: Resolver<Maybe<ResolversTypes['Explanation']>, ParentType, ContextType>;
  ranking?: Resolver<ResolversTypes['Ranking'], ParentType, ContextType>;
  interpretation?: Resolver<Array<ResolversTypes['Interpretation']>, ParentType, ContextType>;
};

export type QueryPartResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['QueryPart'] = ResolversParentTypes['QueryPart']> = {
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  isMet?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  isRequired?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  share?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type FacetResultResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['FacetResult'] = ResolversParentTypes['FacetResult']> = {
  facet?: Resolver<ResolversTypes['Facet'], ParentType, ContextType>;
  buckets?: Resolver<Array<ResolversTypes['FacetBucket']>, ParentType, ContextType>;
  missing?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  distinct?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  min?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  max?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type FacetBucketResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['FacetBucket'] = ResolversParentTypes['FacetBucket']> = {
  value?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  label?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  selected?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  from?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  to?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type SourceStatusResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['SourceStatus'] = ResolversParentTypes['SourceStatus']> = {
  source?: Resolver<ResolversTypes['Source'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['SourceState'], ParentType, ContextType>;
  total?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  harvestedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['ErrorCode']>, ParentType, ContextType>;
};

export type SuggestionResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Suggestion'] = ResolversParentTypes['Suggestion']> = {
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['SuggestionKind'], ParentType, ContextType>;
  count?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  record?: Resolver<Maybe<ResolversTypes['MetadataRecord']>, ParentType, ContextType>;
};

export type MetadataRecordResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['MetadataRecord'] = ResolversParentTypes['MetadataRecord']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['Source'], ParentType, ContextType>;
  nativeId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['RecordKind'], ParentType, ContextType>;
  parent?: Resolver<Maybe<ResolversTypes['MetadataRecord']>, ParentType, ContextType>;
  parents?: Resolver<Array<ResolversTypes['MetadataRecord']>, ParentType, ContextType>;
  children?: Resolver<ResolversTypes['ChildConnection'], ParentType, ContextType, RequireFields<MetadataRecordChildrenArgs, 'first'>>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  keywords?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  version?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  isVersionOf?: Resolver<Maybe<ResolversTypes['MetadataRecord']>, ParentType, ContextType>;
  sameAs?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  identity?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  sameRecords?: Resolver<Array<ResolversTypes['MetadataRecord']>, ParentType, ContextType, RequireFields<MetadataRecordSameRecordsArgs, 'first'>>;
  domain?: Resolver<Maybe<ResolversTypes['Domain']>, ParentType, ContextType>;
  species?: Resolver<Array<ResolversTypes['Term']>, ParentType, ContextType>;
  modality?: Resolver<Array<ResolversTypes['Term']>, ParentType, ContextType>;
  structure?: Resolver<Array<ResolversTypes['Term']>, ParentType, ContextType>;
  technique?: Resolver<Array<ResolversTypes['Term']>, ParentType, ContextType>;
  referenceSpace?: Resolver<Array<ResolversTypes['Term']>, ParentType, ContextType>;
  resolution?: Resolver<Maybe<ResolversTypes['Resolution']>, ParentType, ContextType>;
  dataLevel?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  fieldStrength?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  subjects?: Resolver<Maybe<ResolversTypes['Subjects']>, ParentType, ContextType>;
  license?: Resolver<ResolversTypes['License'], ParentType, ContextType>;
  access?: Resolver<ResolversTypes['Access'], ParentType, ContextType>;
  accessNote?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  creators?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  publications?: Resolver<Array<ResolversTypes['Publication']>, ParentType, ContextType>;
  landingPage?: Resolver<Maybe<ResolversTypes['URL']>, ParentType, ContextType>;
  viewers?: Resolver<Array<ResolversTypes['URL']>, ParentType, ContextType>;
  released?: Resolver<Maybe<ResolversTypes['PartialDate']>, ParentType, ContextType>;
  modified?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  harvestedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  assetCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  totalBytes?: Resolver<Maybe<ResolversTypes['ByteCount']>, ParentType, ContextType>;
  formats?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  roles?: Resolver<Array<ResolversTypes['AssetRole']>, ParentType, ContextType>;
  availability?: Resolver<ResolversTypes['Availability'], ParentType, ContextType>;
  assets?: Resolver<ResolversTypes['AssetConnection'], ParentType, ContextType, RequireFields<MetadataRecordAssetsArgs, 'first'>>;
  provenance?: Resolver<ResolversTypes['Provenance'], ParentType, ContextType>;
  quality?: Resolver<ResolversTypes['Quality'], ParentType, ContextType>;
  citation?: Resolver<ResolversTypes['String'], ParentType, ContextType, RequireFields<MetadataRecordCitationArgs, 'style'>>;
  similar?: Resolver<Maybe<Array<ResolversTypes['MetadataRecord']>>, ParentType, ContextType, RequireFields<MetadataRecordSimilarArgs, 'first'>>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ChildConnectionResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ChildConnection'] = ResolversParentTypes['ChildConnection']> = {
  edges?: Resolver<Array<ResolversTypes['ChildEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ChildEdgeResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ChildEdge'] = ResolversParentTypes['ChildEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['MetadataRecord'], ParentType, ContextType>;
};

export type TermResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Term'] = ResolversParentTypes['Term']> = {
  label?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  termId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  origin?: Resolver<ResolversTypes['Origin'], ParentType, ContextType>;
  raw?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ResolutionResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Resolution'] = ResolversParentTypes['Resolution']> = {
  values?: Resolver<Array<ResolversTypes['Float']>, ParentType, ContextType>;
  unit?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  micrometres?: Resolver<Maybe<Array<ResolversTypes['Float']>>, ParentType, ContextType>;
};

export type SubjectsResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Subjects'] = ResolversParentTypes['Subjects']> = {
  count?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  ageMin?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  ageMax?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  ageUnit?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type LicenseResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['License'] = ResolversParentTypes['License']> = {
  raw?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  spdx?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  class?: Resolver<ResolversTypes['LicenseClass'], ParentType, ContextType>;
  url?: Resolver<Maybe<ResolversTypes['URL']>, ParentType, ContextType>;
};

export type PublicationResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Publication'] = ResolversParentTypes['Publication']> = {
  title?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  doi?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  url?: Resolver<Maybe<ResolversTypes['URL']>, ParentType, ContextType>;
};

export type ProvenanceResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Provenance'] = ResolversParentTypes['Provenance']> = {
  upstream?: Resolver<Maybe<ResolversTypes['URL']>, ParentType, ContextType>;
  harvest?: Resolver<Maybe<ResolversTypes['Harvest']>, ParentType, ContextType>;
  connector?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  rowHash?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  fields?: Resolver<Array<ResolversTypes['FieldOrigin']>, ParentType, ContextType>;
};

export type FieldOriginResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['FieldOrigin'] = ResolversParentTypes['FieldOrigin']> = {
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  raw?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  rule?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  origin?: Resolver<ResolversTypes['Origin'], ParentType, ContextType>;
};

export type QualityResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Quality'] = ResolversParentTypes['Quality']> = {
  score?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  missing?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  problems?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
};

export type AssetResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Asset'] = ResolversParentTypes['Asset']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  record?: Resolver<ResolversTypes['MetadataRecord'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  role?: Resolver<ResolversTypes['AssetRole'], ParentType, ContextType>;
  format?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  mediaType?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  size?: Resolver<Maybe<ResolversTypes['ByteCount']>, ParentType, ContextType>;
  sizeIsExact?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  checksum?: Resolver<Maybe<ResolversTypes['Checksum']>, ParentType, ContextType>;
  availability?: Resolver<ResolversTypes['Availability'], ParentType, ContextType>;
  checkedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  health?: Resolver<Maybe<ResolversTypes['LinkHealth']>, ParentType, ContextType>;
  locator?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  region?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  payer?: Resolver<Maybe<ResolversTypes['Payer']>, ParentType, ContextType>;
  link?: Resolver<Maybe<ResolversTypes['AccessLink']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AssetConnectionResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['AssetConnection'] = ResolversParentTypes['AssetConnection']> = {
  edges?: Resolver<Array<ResolversTypes['AssetEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type AssetEdgeResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['AssetEdge'] = ResolversParentTypes['AssetEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Asset'], ParentType, ContextType>;
};

export type ChecksumResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Checksum'] = ResolversParentTypes['Checksum']> = {
  algorithm?: Resolver<ResolversTypes['ChecksumAlgorithm'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type AccessLinkResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['AccessLink'] = ResolversParentTypes['AccessLink']> = {
  asset?: Resolver<ResolversTypes['Asset'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['LinkState'], ParentType, ContextType>;
  url?: Resolver<Maybe<ResolversTypes['URL']>, ParentType, ContextType>;
  method?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  headers?: Resolver<Array<ResolversTypes['Header']>, ParentType, ContextType>;
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  revokeUrl?: Resolver<Maybe<ResolversTypes['URL']>, ParentType, ContextType>;
  supportsRange?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  packedAs?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  payer?: Resolver<Maybe<ResolversTypes['Payer']>, ParentType, ContextType>;
  cost?: Resolver<Maybe<ResolversTypes['Cost']>, ParentType, ContextType>;
  region?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  requirements?: Resolver<Array<ResolversTypes['Requirement']>, ParentType, ContextType>;
  command?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  alternates?: Resolver<Array<ResolversTypes['AccessLink']>, ParentType, ContextType, Partial<AccessLinkAlternatesArgs>>;
  error?: Resolver<Maybe<ResolversTypes['ErrorCode']>, ParentType, ContextType>;
};

export type HeaderResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Header'] = ResolversParentTypes['Header']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type CostEstimateResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['CostEstimate'] = ResolversParentTypes['CostEstimate']> = {
  assets?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  charged?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unsized?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  bytes?: Resolver<ResolversTypes['ByteCount'], ParentType, ContextType>;
  toInternet?: Resolver<ResolversTypes['Cost'], ParentType, ContextType>;
  inRegion?: Resolver<ResolversTypes['Cost'], ParentType, ContextType>;
  toRegion?: Resolver<Maybe<ResolversTypes['Cost']>, ParentType, ContextType>;
  regions?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
};

export type CostResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Cost'] = ResolversParentTypes['Cost']> = {
  amount?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  currency?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  basis?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  asOf?: Resolver<ResolversTypes['PartialDate'], ParentType, ContextType>;
};

export type RequirementResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Requirement'] = ResolversParentTypes['Requirement']> = {
  kind?: Resolver<ResolversTypes['RequirementKind'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  url?: Resolver<Maybe<ResolversTypes['URL']>, ParentType, ContextType>;
};

export type SourceResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Source'] = ResolversParentTypes['Source']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  homepage?: Resolver<Maybe<ResolversTypes['URL']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['SourceState'], ParentType, ContextType>;
  records?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  harvestedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  lastHarvest?: Resolver<Maybe<ResolversTypes['Harvest']>, ParentType, ContextType>;
  staleAfter?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  linkOptions?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  isManaged?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  origin?: Resolver<Maybe<ResolversTypes['SourceOrigin']>, ParentType, ContextType>;
  owners?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  discover?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  visibility?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  options?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  hasSecrets?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  secretNames?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  origins?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  schedule?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  nextHarvest?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  staleAfterSeconds?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  revision?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  isApprovable?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  awaitsApproval?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  isPaused?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  registeredAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  recordsInAll?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ConnectorTypeResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ConnectorType'] = ResolversParentTypes['ConnectorType']> = {
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  options?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  secrets?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  credentials?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
};

export type HarvestResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Harvest'] = ResolversParentTypes['Harvest']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['Source'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['HarvestState'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['HarvestKind'], ParentType, ContextType>;
  full?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  finishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  seen?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  expected?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  rate?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  remainingSeconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  written?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unchanged?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rejected?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  removed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  spent?: Resolver<Maybe<ResolversTypes['Cost']>, ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['ErrorCode']>, ParentType, ContextType>;
  message?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  rejections?: Resolver<Maybe<Array<ResolversTypes['Rejection']>>, ParentType, ContextType, RequireFields<HarvestRejectionsArgs, 'first'>>;
  changes?: Resolver<Maybe<ResolversTypes['HarvestChangeConnection']>, ParentType, ContextType, RequireFields<HarvestChangesArgs, 'first'>>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type HarvestChangeConnectionResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['HarvestChangeConnection'] = ResolversParentTypes['HarvestChangeConnection']> = {
  edges?: Resolver<Array<ResolversTypes['HarvestChangeEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type HarvestChangeEdgeResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['HarvestChangeEdge'] = ResolversParentTypes['HarvestChangeEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['HarvestChange'], ParentType, ContextType>;
};

export type HarvestChangeResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['HarvestChange'] = ResolversParentTypes['HarvestChange']> = {
  change?: Resolver<ResolversTypes['ChangeKind'], ParentType, ContextType>;
  recordId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  nativeId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  fields?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  record?: Resolver<Maybe<ResolversTypes['MetadataRecord']>, ParentType, ContextType>;
};

export type HarvestConnectionResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['HarvestConnection'] = ResolversParentTypes['HarvestConnection']> = {
  edges?: Resolver<Array<ResolversTypes['HarvestEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type HarvestEdgeResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['HarvestEdge'] = ResolversParentTypes['HarvestEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Harvest'], ParentType, ContextType>;
};

export type RejectionResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Rejection'] = ResolversParentTypes['Rejection']> = {
  nativeId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  entity?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  firstAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  lastAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  times?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type MutationResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  checkSource?: Resolver<Maybe<ResolversTypes['SourceCheck']>, ParentType, ContextType, RequireFields<MutationCheckSourceArgs, 'input' | 'sample'>>;
  registerSource?: Resolver<Maybe<ResolversTypes['SourcePayload']>, ParentType, ContextType, RequireFields<MutationRegisterSourceArgs, 'input'>>;
  updateSource?: Resolver<Maybe<ResolversTypes['SourcePayload']>, ParentType, ContextType, RequireFields<MutationUpdateSourceArgs, 'id' | 'patch'>>;
  approveSource?: Resolver<Maybe<ResolversTypes['SourcePayload']>, ParentType, ContextType, RequireFields<MutationApproveSourceArgs, 'id'>>;
  pauseSource?: Resolver<Maybe<ResolversTypes['SourcePayload']>, ParentType, ContextType, RequireFields<MutationPauseSourceArgs, 'id'>>;
  resumeSource?: Resolver<Maybe<ResolversTypes['SourcePayload']>, ParentType, ContextType, RequireFields<MutationResumeSourceArgs, 'id'>>;
  removeSource?: Resolver<Maybe<ResolversTypes['SourcePayload']>, ParentType, ContextType, RequireFields<MutationRemoveSourceArgs, 'id' | 'confirmRecords'>>;
  remapSource?: Resolver<Maybe<ResolversTypes['RemapPayload']>, ParentType, ContextType, RequireFields<MutationRemapSourceArgs, 'source' | 'apply'>>;
  replayRejections?: Resolver<Maybe<ResolversTypes['ReplayPayload']>, ParentType, ContextType, RequireFields<MutationReplayRejectionsArgs, 'source'>>;
  openLinks?: Resolver<Maybe<ResolversTypes['OpenLinksPayload']>, ParentType, ContextType, RequireFields<MutationOpenLinksArgs, 'ids' | 'consent' | 'idempotencyKey'>>;
  startHarvest?: Resolver<Maybe<ResolversTypes['HarvestPayload']>, ParentType, ContextType, RequireFields<MutationStartHarvestArgs, 'source' | 'full'>>;
  cancelHarvest?: Resolver<Maybe<ResolversTypes['HarvestPayload']>, ParentType, ContextType, RequireFields<MutationCancelHarvestArgs, 'id'>>;
  rebuildIndex?: Resolver<Maybe<ResolversTypes['RebuildPayload']>, ParentType, ContextType>;
};

export type SourcePayloadResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['SourcePayload'] = ResolversParentTypes['SourcePayload']> = {
  source?: Resolver<Maybe<ResolversTypes['Source']>, ParentType, ContextType>;
  removedRecords?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  problems?: Resolver<Array<ResolversTypes['Problem']>, ParentType, ContextType>;
};

export type SourceCheckResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['SourceCheck'] = ResolversParentTypes['SourceCheck']> = {
  ok?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  problems?: Resolver<Array<ResolversTypes['Problem']>, ParentType, ContextType>;
  sample?: Resolver<Array<ResolversTypes['RecordPreview']>, ParentType, ContextType>;
  rejected?: Resolver<Array<ResolversTypes['Rejection']>, ParentType, ContextType>;
  completeness?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  estimatedRecords?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  estimatedCost?: Resolver<Maybe<ResolversTypes['Cost']>, ParentType, ContextType>;
  spent?: Resolver<Maybe<ResolversTypes['Cost']>, ParentType, ContextType>;
  tookMs?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type RecordPreviewResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['RecordPreview'] = ResolversParentTypes['RecordPreview']> = {
  nativeId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['RecordKind'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  record?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  assets?: Resolver<Array<ResolversTypes['JSON']>, ParentType, ContextType>;
  quality?: Resolver<ResolversTypes['Quality'], ParentType, ContextType>;
  fields?: Resolver<Array<ResolversTypes['FieldOrigin']>, ParentType, ContextType>;
};

export type RemapPayloadResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['RemapPayload'] = ResolversParentTypes['RemapPayload']> = {
  report?: Resolver<Maybe<ResolversTypes['RemapReport']>, ParentType, ContextType>;
  problems?: Resolver<Array<ResolversTypes['Problem']>, ParentType, ContextType>;
};

export type RemapReportResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['RemapReport'] = ResolversParentTypes['RemapReport']> = {
  source?: Resolver<ResolversTypes['Source'], ParentType, ContextType>;
  applied?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  rows?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  changed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unchanged?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rejected?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rejections?: Resolver<Array<ResolversTypes['Rejection']>, ParentType, ContextType>;
  fields?: Resolver<Array<ResolversTypes['FieldCount']>, ParentType, ContextType>;
  examples?: Resolver<Array<ResolversTypes['RemapExample']>, ParentType, ContextType>;
};

export type FieldCountResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['FieldCount'] = ResolversParentTypes['FieldCount']> = {
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  records?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type RemapExampleResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['RemapExample'] = ResolversParentTypes['RemapExample']> = {
  recordId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  fields?: Resolver<Array<ResolversTypes['FieldChange']>, ParentType, ContextType>;
};

export type FieldChangeResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['FieldChange'] = ResolversParentTypes['FieldChange']> = {
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  before?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  after?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
};

export type ReplayPayloadResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ReplayPayload'] = ResolversParentTypes['ReplayPayload']> = {
  report?: Resolver<Maybe<ResolversTypes['ReplayReport']>, ParentType, ContextType>;
  problems?: Resolver<Array<ResolversTypes['Problem']>, ParentType, ContextType>;
};

export type ReplayReportResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ReplayReport'] = ResolversParentTypes['ReplayReport']> = {
  source?: Resolver<ResolversTypes['Source'], ParentType, ContextType>;
  rows?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  accepted?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rejected?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rejections?: Resolver<Array<ResolversTypes['Rejection']>, ParentType, ContextType>;
  unreadable?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SourceReportResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['SourceReport'] = ResolversParentTypes['SourceReport']> = {
  source?: Resolver<ResolversTypes['Source'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  records?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  completeness?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  findability?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  missing?: Resolver<Array<ResolversTypes['MissingField']>, ParentType, ContextType>;
  problems?: Resolver<Array<ResolversTypes['QualityProblem']>, ParentType, ContextType>;
  facets?: Resolver<Array<ResolversTypes['FacetShare']>, ParentType, ContextType>;
  licenses?: Resolver<Array<ResolversTypes['LicenseCount']>, ParentType, ContextType>;
  links?: Resolver<Maybe<ResolversTypes['LinkReport']>, ParentType, ContextType>;
  freshness?: Resolver<ResolversTypes['Freshness'], ParentType, ContextType>;
  harvests?: Resolver<Array<ResolversTypes['Harvest']>, ParentType, ContextType>;
  unanswered?: Resolver<Array<ResolversTypes['UnansweredSearch']>, ParentType, ContextType>;
};

export type MissingFieldResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['MissingField'] = ResolversParentTypes['MissingField']> = {
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  records?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  examples?: Resolver<Array<ResolversTypes['RecordExample']>, ParentType, ContextType>;
};

export type QualityProblemResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['QualityProblem'] = ResolversParentTypes['QualityProblem']> = {
  problem?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  records?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  examples?: Resolver<Array<ResolversTypes['RecordExample']>, ParentType, ContextType>;
};

export type RecordExampleResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['RecordExample'] = ResolversParentTypes['RecordExample']> = {
  recordId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  nativeId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  record?: Resolver<Maybe<ResolversTypes['MetadataRecord']>, ParentType, ContextType>;
};

export type FacetShareResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['FacetShare'] = ResolversParentTypes['FacetShare']> = {
  facet?: Resolver<ResolversTypes['Facet'], ParentType, ContextType>;
  share?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type LicenseCountResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['LicenseCount'] = ResolversParentTypes['LicenseCount']> = {
  class?: Resolver<ResolversTypes['LicenseClass'], ParentType, ContextType>;
  records?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type LinkReportResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['LinkReport'] = ResolversParentTypes['LinkReport']> = {
  checked?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  ok?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  changed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unreachable?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  missing?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  gone?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  oldest?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type FreshnessResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Freshness'] = ResolversParentTypes['Freshness']> = {
  harvestedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  staleAfterSeconds?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  isStale?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
};

export type UnansweredSearchResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['UnansweredSearch'] = ResolversParentTypes['UnansweredSearch']> = {
  words?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  times?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  last?: Resolver<ResolversTypes['PartialDate'], ParentType, ContextType>;
  records?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type AuditConnectionResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['AuditConnection'] = ResolversParentTypes['AuditConnection']> = {
  edges?: Resolver<Array<ResolversTypes['AuditEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type AuditEdgeResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['AuditEdge'] = ResolversParentTypes['AuditEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['AuditEntry'], ParentType, ContextType>;
};

export type AuditEntryResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['AuditEntry'] = ResolversParentTypes['AuditEntry']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  by?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  source?: Resolver<Maybe<ResolversTypes['Source']>, ParentType, ContextType>;
  action?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  detail?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
};

export type OpenLinksPayloadResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['OpenLinksPayload'] = ResolversParentTypes['OpenLinksPayload']> = {
  links?: Resolver<Array<ResolversTypes['AccessLink']>, ParentType, ContextType>;
  spent?: Resolver<Maybe<ResolversTypes['Cost']>, ParentType, ContextType>;
  problems?: Resolver<Array<ResolversTypes['Problem']>, ParentType, ContextType>;
};

export type HarvestPayloadResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['HarvestPayload'] = ResolversParentTypes['HarvestPayload']> = {
  harvest?: Resolver<Maybe<ResolversTypes['Harvest']>, ParentType, ContextType>;
  problems?: Resolver<Array<ResolversTypes['Problem']>, ParentType, ContextType>;
};

export type RebuildPayloadResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['RebuildPayload'] = ResolversParentTypes['RebuildPayload']> = {
  generation?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  problems?: Resolver<Array<ResolversTypes['Problem']>, ParentType, ContextType>;
};

export type ProblemResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Problem'] = ResolversParentTypes['Problem']> = {
  code?: Resolver<ResolversTypes['ErrorCode'], ParentType, ContextType>;
  path?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  harvest?: SubscriptionResolver<Maybe<ResolversTypes['Harvest']>, "harvest", ParentType, ContextType, RequireFields<SubscriptionHarvestArgs, 'id'>>;
};

export type Resolvers<ContextType = GatewayContext> = {
  DateTime?: GraphQLScalarType;
  PartialDate?: GraphQLScalarType;
  URL?: GraphQLScalarType;
  ByteCount?: GraphQLScalarType;
  JSON?: GraphQLScalarType;
  Node?: NodeResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  RecordConnection?: RecordConnectionResolvers<ContextType>;
  RecordEdge?: RecordEdgeResolvers<ContextType>;
  Highlight?: HighlightResolvers<ContextType>;
  Interpretation?: InterpretationResolvers<ContextType>;
  Warning?: WarningResolvers<ContextType>;
  Explanation?: ExplanationResolvers<ContextType>;
  RankingLeg?: RankingLegResolvers<ContextType>;
  MatchedTerm?: MatchedTermResolvers<ContextType>;
  WhyNot?: WhyNotResolvers<ContextType>;
  QueryPart?: QueryPartResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  FacetResult?: FacetResultResolvers<ContextType>;
  FacetBucket?: FacetBucketResolvers<ContextType>;
  SourceStatus?: SourceStatusResolvers<ContextType>;
  Suggestion?: SuggestionResolvers<ContextType>;
  MetadataRecord?: MetadataRecordResolvers<ContextType>;
  ChildConnection?: ChildConnectionResolvers<ContextType>;
  ChildEdge?: ChildEdgeResolvers<ContextType>;
  Term?: TermResolvers<ContextType>;
  Resolution?: ResolutionResolvers<ContextType>;
  Subjects?: SubjectsResolvers<ContextType>;
  License?: LicenseResolvers<ContextType>;
  Publication?: PublicationResolvers<ContextType>;
  Provenance?: ProvenanceResolvers<ContextType>;
  FieldOrigin?: FieldOriginResolvers<ContextType>;
  Quality?: QualityResolvers<ContextType>;
  Asset?: AssetResolvers<ContextType>;
  AssetConnection?: AssetConnectionResolvers<ContextType>;
  AssetEdge?: AssetEdgeResolvers<ContextType>;
  Checksum?: ChecksumResolvers<ContextType>;
  AccessLink?: AccessLinkResolvers<ContextType>;
  Header?: HeaderResolvers<ContextType>;
  CostEstimate?: CostEstimateResolvers<ContextType>;
  Cost?: CostResolvers<ContextType>;
  Requirement?: RequirementResolvers<ContextType>;
  Source?: SourceResolvers<ContextType>;
  ConnectorType?: ConnectorTypeResolvers<ContextType>;
  Harvest?: HarvestResolvers<ContextType>;
  HarvestChangeConnection?: HarvestChangeConnectionResolvers<ContextType>;
  HarvestChangeEdge?: HarvestChangeEdgeResolvers<ContextType>;
  HarvestChange?: HarvestChangeResolvers<ContextType>;
  HarvestConnection?: HarvestConnectionResolvers<ContextType>;
  HarvestEdge?: HarvestEdgeResolvers<ContextType>;
  Rejection?: RejectionResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  SourcePayload?: SourcePayloadResolvers<ContextType>;
  SourceCheck?: SourceCheckResolvers<ContextType>;
  RecordPreview?: RecordPreviewResolvers<ContextType>;
  RemapPayload?: RemapPayloadResolvers<ContextType>;
  RemapReport?: RemapReportResolvers<ContextType>;
  FieldCount?: FieldCountResolvers<ContextType>;
  RemapExample?: RemapExampleResolvers<ContextType>;
  FieldChange?: FieldChangeResolvers<ContextType>;
  ReplayPayload?: ReplayPayloadResolvers<ContextType>;
  ReplayReport?: ReplayReportResolvers<ContextType>;
  SourceReport?: SourceReportResolvers<ContextType>;
  MissingField?: MissingFieldResolvers<ContextType>;
  QualityProblem?: QualityProblemResolvers<ContextType>;
  RecordExample?: RecordExampleResolvers<ContextType>;
  FacetShare?: FacetShareResolvers<ContextType>;
  LicenseCount?: LicenseCountResolvers<ContextType>;
  LinkReport?: LinkReportResolvers<ContextType>;
  Freshness?: FreshnessResolvers<ContextType>;
  UnansweredSearch?: UnansweredSearchResolvers<ContextType>;
  AuditConnection?: AuditConnectionResolvers<ContextType>;
  AuditEdge?: AuditEdgeResolvers<ContextType>;
  AuditEntry?: AuditEntryResolvers<ContextType>;
  OpenLinksPayload?: OpenLinksPayloadResolvers<ContextType>;
  HarvestPayload?: HarvestPayloadResolvers<ContextType>;
  RebuildPayload?: RebuildPayloadResolvers<ContextType>;
  Problem?: ProblemResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
};

