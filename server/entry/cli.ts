import { UsageError } from './cli/usage';

/**
 * The command line. Each command is loaded when it is asked for, so that `--version` costs no more than
 * starting Node.
 */
async function main(args: readonly string[]): Promise<number> {
  const [command, ...rest] = args;
  if (rest.includes('--help') && !rest.includes('--')) return printHelp();
  switch (command) {
    case undefined:
      throw new UsageError('What is to be done? See security-hints --help');
    case 'help':
    case '--help':
    case '-h': {
      return printHelp();
    }
    case '--version':
    case '-v': {
      const { version } = await import('./version');
      process.stdout.write(`${version}\n`);
      return 0;
    }
    case 'scan':
      return (await import('./cli/scan')).scan(rest);
    case 'rules':
      return (await import('./cli/rules')).listRules(rest);
    case 'explain':
      return (await import('./cli/rules')).explain(rest);
    case 'lsp':
      return (await import('./cli/lsp')).serve(rest);
    default:
      throw new UsageError(`There is no command "${command}". See security-hints --help`);
  }
}

async function printHelp(): Promise<number> {
  const { help } = await import('./cli/help');
  process.stdout.write(help);
  return 0;
}

// A reader that has seen enough (`| head`) is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    if (error instanceof UsageError) {
      process.stderr.write(`security-hints: ${error.message}\n`);
      process.exitCode = 2;
      return;
    }
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(
      `security-hints: internal error; please report it with the lines below.\n${detail}\n`,
    );
    process.exitCode = 3;
  },
);
