import { describe, expect, it } from 'vitest';
import { kitsOf } from './one-kit-a-page.ts';

const chunk = (change: object) => ({
  isEntry: false,
  moduleIds: [],
  imports: [],
  dynamicImports: [],
  ...change,
});

describe('the kits of a page', () => {
  it('are found behind chunks that it loads at once and later, each counted once', () => {
    const kits = kitsOf({
      phone: chunk({ isEntry: true, imports: ['shared'], dynamicImports: ['report'] }),
      desk: chunk({ isEntry: true, imports: ['shared', 'table'] }),
      shared: chunk({ moduleIds: ['/work/node_modules/react/index.js'], imports: ['shared'] }),
      report: chunk({ moduleIds: ['/work/node_modules/antd-mobile/es/index.js'] }),
      table: chunk({ moduleIds: ['/work/node_modules/antd/es/table.js'] }),
    });
    expect([...kits.get('phone')!]).toEqual(['antd-mobile']);
    expect([...kits.get('desk')!]).toEqual(['antd']);
  });

  it('are two where a shared chunk carries the other', () => {
    const kits = kitsOf({
      phone: chunk({ isEntry: true, imports: ['shared'] }),
      shared: chunk({
        moduleIds: ['/work/node_modules/antd/es/button.js', '/work/node_modules/antd-mobile/es/toast.js'],
      }),
    });
    expect(kits.get('phone')!.size).toBe(2);
  });
});
