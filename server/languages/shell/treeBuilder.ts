import type {
  Command,
  CommandNode,
  CompoundList,
  ParsedScript,
  PipelineNode,
  Redirection,
  Statement,
  SyntaxNode,
} from 'unbash';
import type { ParseProblem } from '../language';
import { union, type Range } from '../../text/range';
import { readParts, readRedirect } from './commandParts';
import { noEnds, pipe, startDraft, type Draft, type Ends, type Scope } from './draft';
import type { Joint, PlacedHeredoc, Redirect, ShellTree } from './tree';
import { decodedOrigin, eachScript, plainWord, rangeIn, type NestedScript, type Origin } from './words';

/**
 * Turns the parser's scripts into located commands.
 *
 * Recursion is bounded by the nesting that the scan lets through (200) and the parser's own bound.
 */
export class TreeBuilder {
  private readonly commands: Draft[] = [];
  private readonly heredocs: PlacedHeredoc[] = [];
  private readonly problems: ParseProblem[] = [];
  private lastStart = -1;

  /** Adds a script of the text; returns where the last command so far begins, -1 when there is none. */
  add(script: ParsedScript, origin: Origin): number {
    this.script(script, origin, undefined);
    return this.lastStart;
  }

  result(): { readonly tree: ShellTree; readonly problems: readonly ParseProblem[] } {
    const commands = this.commands.sort((a, b) => a.range.start - b.range.start || b.range.end - a.range.end);
    const heredocs = this.heredocs.sort((a, b) => a.heredoc.body.start - b.heredoc.body.start);
    return { tree: { commands, heredocs }, problems: this.problems };
  }

  private script(script: ParsedScript, origin: Origin, outer: Scope | undefined): void {
    for (const { message, pos } of script.errors ?? []) {
      const start = Math.min(pos, origin.text.length);
      this.problems.push({ message, range: rangeIn(origin, start, Math.min(start + 1, origin.text.length)) });
    }
    const scope = outer ?? {
      origin,
      parent: undefined,
      statement: undefined,
      isCondition: false,
      isTopLevel: true,
      inFunction: undefined,
    };
    this.list(script.commands, { ...scope, origin });
  }

  private nested({ script, via, range }: NestedScript, scope: Scope, command: Draft | undefined): void {
    // Escaped backticks are decoded by the parser, and their positions count in the decoded text.
    const origin = script.source === undefined ? scope.origin : decodedOrigin(script.source, range);
    this.script(script, origin, {
      origin,
      parent: command === undefined ? scope.parent : { command, via },
      statement: command?.statementRange ?? scope.statement,
      // What `[[ … ]]` or `case` looks at is looked at, though no command does it.
      isCondition: command === undefined && scope.isCondition,
      isTopLevel: scope.isTopLevel,
      inFunction: scope.inFunction,
    });
  }

  private list(statements: readonly Statement[], scope: Scope): Ends {
    let first: Draft | undefined;
    const last: Draft[] = [];
    let before: readonly Draft[] = [];
    let joint: Joint | undefined;
    statements.forEach((statement, index) => {
      const { command } = statement;
      const nodes = command.type === 'AndOr' ? command.commands : [command];
      const range = scope.statement ?? rangeIn(scope.origin, command.pos, command.end);
      nodes.forEach((node, i) => {
        if (i > 0 && command.type === 'AndOr') joint = command.operators[i - 1];
        const { unit, ends } = this.pipeline(node, { ...scope, statement: range }, scope.statement);
        for (const draft of unit) draft.joinedBy = joint;
        for (const draft of before) draft.joins = joint;
        before = unit;
        if (index === 0 && i === 0) first = ends.first;
        last.push(...ends.last);
      });
      joint = statement.background === true ? '&' : separatorBehind(scope.origin.text, command.end);
    });
    return { first, last };
  }

  /** `unit`: the simple commands of the pipeline itself, which its neighbors in the list are joined to. */
  private pipeline(
    node: PipelineNode,
    scope: Scope,
    outerStatement: Range | undefined,
  ): { readonly unit: readonly Draft[]; readonly ends: Ends } {
    const members = node.type === 'Pipeline' ? node.commands : [node];
    const prefixes = node.type === 'Pipeline' ? node.prefixes : [];
    const isNegated = prefixes.some((p) => p.type === 'Negation');
    const time = prefixes.find((p) => p.type === 'Time');
    const inner: Scope = isNegated ? { ...scope, isCondition: true } : scope;
    const firstMember = members[0];
    const whole =
      firstMember === undefined
        ? undefined
        : rangeIn(scope.origin, firstMember.pos, members[members.length - 1]?.end ?? firstMember.end);
    const unit: Draft[] = [];
    let ends: Ends = noEnds;
    let first: Draft | undefined;
    members.forEach((member, index) => {
      let next: Ends;
      if (member.type === 'Command') {
        const draft = this.command(member, inner, whole);
        unit.push(draft);
        next = { first: draft, last: [draft] };
      } else {
        next = this.compound(member, { ...inner, statement: outerStatement });
      }
      if (index === 0) first = next.first;
      else pipe(ends, next);
      ends = next;
    });
    const head = unit[0];
    if (time !== undefined && head !== undefined && scope.origin.place === undefined) {
      head.timeWord = plainWord(scope.origin, time.pos, time.keywordEnd);
      head.range = union(head.timeWord.range, head.range);
    }
    return { unit, ends: { first, last: ends.last } };
  }

  private compound(node: Exclude<CommandNode, Command>, scope: Scope): Ends {
    const condition = { ...scope, isCondition: true };
    switch (node.type) {
      case 'If': {
        const first = this.body(node.clause, condition).first;
        const last = [...this.body(node.then, scope).last];
        for (const branch of node.elif) {
          this.body(branch.clause, condition);
          last.push(...this.body(branch.then, scope).last);
        }
        if (node.else !== undefined) last.push(...this.body(node.else, scope).last);
        return { first, last };
      }
      case 'While': {
        const first = this.body(node.clause, condition).first;
        return { first, last: this.body(node.body, scope).last };
      }
      case 'For':
      case 'Select': {
        for (const word of node.wordlist ?? []) this.scriptsIn(word, scope);
        const { last } = this.body(node.body, scope);
        return { first: undefined, last };
      }
      case 'ArithmeticFor':
        for (const part of [node.initialize, node.test, node.update]) {
          if (part !== undefined) this.scriptsIn(part, scope);
        }
        return { first: undefined, last: this.body(node.body, scope).last };
      case 'Subshell':
      case 'BraceGroup':
        return this.body(node.body, scope);
      case 'Case': {
        this.scriptsIn(node.word, condition);
        const last: Draft[] = [];
        for (const item of node.items) {
          for (const pattern of item.pattern) this.scriptsIn(pattern, scope);
          last.push(...this.body(item.body, scope).last);
        }
        return { first: undefined, last };
      }
      case 'Function':
        this.any(node.body, { ...scope, isTopLevel: false, inFunction: node.name.value });
        return noEnds;
      case 'Coproc':
        this.any(node.body, scope);
        return noEnds;
      case 'Redirected': {
        const ends = this.compound(node.command, scope);
        for (const redirect of node.redirects) this.redirect(redirect, scope);
        return ends;
      }
      case 'TestCommand':
      case 'ArithmeticCommand':
        this.scriptsIn(node, condition);
        return noEnds;
    }
  }

  private body(list: CompoundList, scope: Scope): Ends {
    return this.list(list.commands, scope);
  }

  private any(node: CommandNode | CompoundList, scope: Scope): void {
    if (node.type === 'CompoundList') this.body(node, scope);
    else
      this.pipeline(
        node,
        { ...scope, statement: scope.statement ?? rangeIn(scope.origin, node.pos, node.end) },
        scope.statement,
      );
  }

  private scriptsIn(node: SyntaxNode, scope: Scope): void {
    eachScript(node, scope.origin, (nested) => this.nested(nested, scope, undefined));
  }

  private command(node: Command, scope: Scope, pipeline: Range | undefined): Draft {
    const { origin } = scope;
    const range = rangeIn(origin, node.pos, node.end);
    const draft = startDraft(range, scope, pipeline ?? range);
    this.commands.push(draft);
    this.lastStart = Math.max(this.lastStart, range.start);
    scope.parent?.command.inner.push(draft);
    const parts = readParts(
      node,
      origin,
      (nested) => this.nested(nested, scope, draft),
      (redirect) => this.addHeredoc(redirect, origin, draft),
    );
    return Object.assign(draft, parts);
  }

  /** A redirect of a whole construct, which belongs to none of its commands. */
  private redirect(node: Redirection, scope: Scope): void {
    const { origin } = scope;
    const redirect = readRedirect(node, origin, (nested) => this.nested(nested, scope, undefined));
    this.addHeredoc(redirect, origin, undefined);
  }

  private addHeredoc({ heredoc }: Redirect, origin: Origin, command: Draft | undefined): void {
    if (heredoc !== undefined && origin.place === undefined) this.heredocs.push({ heredoc, command });
  }
}

/** What stands between a statement and the next one: only blanks and continuations can be before the separator. */
function separatorBehind(text: string, end: number): Joint {
  let i = end;
  while (text[i] === ' ' || text[i] === '\t' || text.startsWith('\\\n', i)) i += text[i] === '\\' ? 2 : 1;
  return text[i] === ';' ? ';' : 'newline';
}
