/** All that reads questionnaires, in a chunk of its own: the first load knows their names alone. */
export { loaders } from 'virtual:intake';
export { readTemplate } from './read';
