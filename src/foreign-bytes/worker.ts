import { parentPort } from 'node:worker_threads';
import { serveParsers } from '../platform/foreign-bytes/serve-parsers.ts';
import { FOREIGN_PARSERS } from './parsers.ts';

serveParsers(parentPort!, FOREIGN_PARSERS);
