/** Desktop and remote. */
export { activateInNode as activate, deactivate } from './browser';
