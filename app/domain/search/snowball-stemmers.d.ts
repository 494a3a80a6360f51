declare module 'snowball-stemmers' {
  export function newStemmer(language: 'english' | 'french' | 'russian' | 'spanish'): {
    stem: (word: string) => string
  }
}
