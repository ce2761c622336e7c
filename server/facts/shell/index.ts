/** What a shell region says: its commands, and what they set and run. */
export { commandsOf } from './commands';
export { imagesOf } from './images';
export { settingsOf } from './settings';
export { shellRbacOf } from './rbac';
export { namespaceLabelsOf } from './namespaceLabels';
