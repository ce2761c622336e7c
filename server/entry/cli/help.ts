export const help = `Security Hints: finds insecure commands and configuration inside Markdown, YAML and shell.

security-hints scan [PATH...]     files or folders, default "."; "-" reads standard input
  --stdin-filename NAME           what standard input would be called: decides how it is read
  --format text|json|sarif        default text
  --output FILE                   write the findings there instead of to standard output
  --fix                           apply all safe fixes
  --fix-dry-run                   show what --fix would change, as a diff; change nothing
  --fail-on SEVERITY              critical, high, medium, low, info or never; default high
  --profile recommended|strict    default recommended
  --config FILE                   instead of the nearest .security-hints.yaml above each file
  --no-ignore                     read what .gitignore and .ignore leave out, too
  --quiet                         no words about the run on standard error
security-hints rules [--format text|json]
security-hints explain RULE
security-hints lsp --stdio | --node-ipc | --socket=PORT
security-hints --version

Exit code: 0 nothing at or above --fail-on, 1 findings, 2 wrong usage or configuration, 3 an internal error.
`;
