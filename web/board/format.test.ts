import { expect, it } from 'vitest';
import { percent } from './format.js';

it('a share is shown in per cent', () => expect(percent(0.954)).toBe('95%'));
