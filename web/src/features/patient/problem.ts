/** Why something did not work. The sentence is made when it is shown, so that it follows a switch of language. */
export type Problem = { words: () => string };
