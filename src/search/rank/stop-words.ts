import { formKey } from './forms.ts'
import type { Word } from './words.ts'

/**
 * Words that say nothing about a record, in English, French and German, folded. Left out: what means something
 * here (`mit`, a licence; `not`; `er` and `es`, of receptors and cells; `his`, of a bundle), and single letters but `a`.
 */
export const stopWords: ReadonlySet<string> = new Set(
  (
    'a about all also am an and any are as at be been being but by can could did do does each either else every for from ' +
    'had has have having how i if in into is it its me my of on or our shall should so some than that the their them ' +
    'then there these they this those to too us was we were what when where whether which while who whose why will with would ' +
    'you your ' +
    'au aux avec ce ces cette dans de des du en est et je la le les leur nous ou par pour quel quelle quelles quels que qui ' +
    'sans ses son sont sur un une vous ' +
    'als am auch auf aus bei bis dem den der die das dass ein eine einem einen einer eines fur ich im ist mir nach oder ' +
    'sich sie sind uber und vom von vor welche welchem welchen welcher welches wie wir zu zum zur'
  ).split(' '),
)

/** What is left of an article or a pronoun before a vowel: `l'hippocampe`. */
const elided: ReadonlySet<string> = new Set(['c', 'd', 'j', 'l', 'm', 'n', 'qu', 's', 't'])

/** A stop word where it stands in its text: also `l'` and `d'`, which are letters elsewhere. */
export function isStopWord({ word, end }: Word, text: string): boolean {
  return stopWords.has(word) || (elided.has(word) && /^['’]\p{L}/u.test(text.slice(end, end + 2)))
}

/**
 * Words that say little beside others: of asking, of giving, of relating, of science in general, in English, French and
 * German. Words for what a record is (`atlas`, `recording`, `template`) are none of them.
 */
const weakWords =
  'available availability use usage useful using utility include including inclusion contain comprise comprising ' +
  'provide give given show shown make made describe report obtain acquire collect present exist existing ' +
  'data dataset database collection resource file content item repository archive download access ' +
  'study studies paper article publication literature research science scientific information knowledge know ' +
  'known find finding found search searching look looking need want wish like interest interested interesting request query ' +
  'ask help please ideally preferably possible possibly anyone people person someone thing something anything everything ' +
  'regard regarding respect concern concerning particular particularly specific specifically especially mainly mostly various ' +
  'several different difference certain many much more most less few fewer least other another such same similar only just ' +
  'very well also both between among amongst within without during after before under over against versus vs upon ' +
  'toward towards through throughout per via along across around according ' +
  'effect affect role influence impact cause due result relation relate relating relationship associate association ' +
  'correlate question problem issue method approach way mean means example etc ie eg general generally ' +
  'overview good best better great recent recently new latest currently ' +
  'license licence licensed licensing permission allow allowed permit permitted may might must cannot non ' +
  // French
  'donnee donnees jeu jeux ensemble ensembles etude etudes recherche recherches cherche cherchons chercher trouver ' +
  'disponible disponibles utilisant utilise utiliser effet effets entre pendant chez comment aussi tres contenant ' +
  'voudrais besoin quelque quelques tous toutes tout toute plus moins ' +
  // German
  'daten datensatz datensatze datensatzen suche suchen sucht gesucht brauche brauchen benotige studie studien wirkung ' +
  'einfluss verfugbar verfugbare verfugbaren verwendung enthalten enthalt zwischen wahrend durch ohne unter gegen ' +
  'nicht nur aber sowie bzw alle viele mehr'

const weakKeys: ReadonlySet<string> = new Set(weakWords.split(' ').map(formKey))

/** Says little beside other words: one of the list in any form, or a single letter. */
export function isWeakWord(word: string): boolean {
  return weakKeys.has(formKey(word)) || /^[a-z]$/.test(word)
}
