import type { CommandFact, ShellAssignment, Word } from './command';

/** What the variables of a document hold, as far as its text says: name to value, the last one set. */
export class ShellNames {
  private readonly values = new Map<string, string>();

  /** Takes in what the command assigns for good: `X=y`, `export X=y`, `local X=y`. */
  learn(command: CommandFact): void {
    // In front of a program an assignment is over with the command.
    const lasting = command.program === '' ? command.assignments : [];
    for (const assignment of [...lasting, ...command.declarations]) this.set(assignment);
  }

  private set({ name, value }: ShellAssignment): void {
    if (value !== undefined) this.values.set(name, this.expand(value.value));
    else this.values.delete(name);
  }

  /** The word with every `$NAME` and `${NAME}` that is known put in; the rest as written, `${X}` as `$X`. */
  expand(text: string): string {
    const expanded = text.replace(
      /\$(?:\{(\w+)\}|(\w+))/g,
      (_, braced: string | undefined, bare: string | undefined) => {
        const name = braced ?? bare ?? '';
        return this.values.get(name) ?? `$${name}`;
      },
    );
    // Assignments that double a value line by line must not grow without bound.
    return expanded.length > 4096 ? text : expanded;
  }

  valueOf(word: Word): string {
    return this.expand(word.value);
  }
}
