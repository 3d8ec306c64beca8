/** Puts generated text between `<!-- NAME -->` and `<!-- /NAME -->`; what a person wrote around them stays. */
export function withSections(document: string, sections: Readonly<Record<string, string>>): string {
  return Object.entries(sections).reduce((text, [name, content]) => {
    const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
    const from = text.indexOf(begin);
    const to = text.indexOf(end);
    if (from === -1 || to < from) throw new Error(`the document has no section ${begin} … ${end}`);
    return `${text.slice(0, from)}${begin}\n\n${content.trim()}\n\n${text.slice(to)}`;
  }, document);
}
