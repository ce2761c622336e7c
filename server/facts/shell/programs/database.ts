import { list, type Program } from './program';

const postgres: Program = {
  values: list(
    '-h --host -p --port -U --username -d --dbname -c --command -f --file -v --set -o --output -F -t --table',
  ),
  switches: [],
  style: 'getopt',
};

const sqlClient: Program = {
  values: list(
    '-h --host -P --port -u --user -e --execute -D --database -S --socket --defaults-file -B --databases',
  ),
  attached: ['-p', '--password'],
  style: 'getopt',
};

/** Clients of databases. */
export const databasePrograms: { readonly [program: string]: Program } = {
  psql: postgres,
  pg_dump: postgres,
  pg_restore: postgres,
  pg_isready: postgres,
  createdb: postgres,
  mysql: sqlClient,
  mysqldump: sqlClient,
  mysqladmin: sqlClient,
  mariadb: sqlClient,
  'redis-cli': {
    values: list('-h -p -s -a -u -r -i -n -d -x --user --pass --uri --cacert --cert --key --sni'),
    style: 'single',
  },
  mongosh: {
    values: list('-u --username -p --password --host --port --authenticationDatabase --eval -f --file --db'),
    style: 'getopt',
  },
  mongo: {
    values: list('-u --username -p --password --host --port --authenticationDatabase --eval'),
    style: 'getopt',
  },
};
