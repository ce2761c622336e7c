import { list, type Program } from './program';

/** What fetches, connects, encrypts and signs. */
export const networkPrograms: { readonly [program: string]: Program } = {
  curl: {
    values: list(`
      -A --user-agent -b --cookie -C --continue-at -c --cookie-jar -d --data -D --dump-header -e --referer -E --cert
      -F --form -h -H --header -K --config -m --max-time -o --output -P --ftp-port -Q --quote -r --range -t
      --telnet-option -T --upload-file -u --user -U --proxy-user -w --write-out -x --proxy -X --request -y
      --speed-time -Y --speed-limit -z --time-cond --cacert --capath --cert-type --ciphers --connect-timeout
      --connect-to --create-file-mode --data-ascii --data-binary --data-raw --data-urlencode --dns-servers
      --doh-url --form-string --interface --json --key --key-type --limit-rate --local-port --max-filesize
      --max-redirs --netrc-file --noproxy --oauth2-bearer --output-dir --pass --pinnedpubkey --proto --proto-default
      --proto-redir --proxy-header --resolve --retry --retry-delay --retry-max-time --socks5 --socks5-hostname
      --stderr --tls-max --tls13-ciphers --trace --trace-ascii --unix-socket --url --url-query --variable --aws-sigv4
    `),
    style: 'getopt',
  },
  wget: {
    values: list(`
      -O --output-document -o --output-file -a --append-output -P --directory-prefix -e --execute -i --input-file -B
      --base -t --tries -T --timeout -w --wait -Q --quota -U --user-agent --user --password --http-user
      --http-password --ftp-user --ftp-password --header --post-data --post-file --method --body-data --body-file
      --referer --load-cookies --save-cookies --certificate --private-key --ca-certificate --ca-directory
      --secure-protocol --limit-rate --level -l --accept -A --reject -R --domains -D --proxy-user --proxy-password
    `),
    style: 'getopt',
  },
  ssh: {
    values: list('-b -c -D -E -e -F -I -i -J -L -l -m -O -o -p -Q -R -S -W -w -B'),
    style: 'getopt',
    stopAfter: 2,
  },
  scp: { values: list('-c -D -F -i -J -l -o -P -S -X'), style: 'getopt' },
  'ssh-keygen': { values: list('-t -b -f -C -N -P -m -O -I -n -s -V'), style: 'single' },
  sshpass: { values: list('-p -f -d -P'), style: 'getopt', stopAfter: 1 },
  openssl: {
    values: list(`
      -in -out -inkey -passin -passout -pass -k -K -iv -subj -days -newkey -key -CA -CAkey -CAfile -CApath -config
      -extensions -extfile -connect -servername -cert -name -sign -verify -signature -keyform -inform -outform -set_serial
      -addext -rand
    `),
    style: 'single',
  },
  gpg: {
    values: list(`
      -o --output -u --local-user -r --recipient --homedir --keyring --keyserver --recv-keys --recv-key --passphrase
      --passphrase-file --passphrase-fd --pinentry-mode --default-key --trust-model --status-fd
    `),
    style: 'getopt',
  },
};
