import { describe, expect, it } from 'vitest';
import { firstChunks } from './first-chunks.ts';

describe('files that a page begins with', () => {
  const imports: Record<string, readonly string[]> = {
    'desk.html': ['desk-main'],
    'phone.html': ['phone-main'],
    'desk-main': ['desk', 'react'],
    'phone-main': ['phone'],
    phone: ['react', 'ring'],
    ring: ['phone', 'words'],
    desk: ['words', 'map'],
    later: ['react', 'chart', 'map'],
  };
  const graph = {
    getModuleInfo: (id: string) => ({
      importedIds: [...(imports[id] ?? [])],
      dynamicallyImportedIds: id === 'phone' ? ['later'] : [],
    }),
  };
  const nameOf = firstChunks({ desk: 'desk.html', phone: 'phone.html' });

  it('hold together what the same pages need at once', () => {
    expect(['react', 'words'].map((id) => nameOf(id, graph))).toEqual([
      'first-desk-phone',
      'first-desk-phone',
    ]);
    expect(['phone', 'ring'].map((id) => nameOf(id, graph))).toEqual(['first-phone', 'first-phone']);
    expect(nameOf('desk', graph)).toBe('first-desk');
  });

  it('leave apart what another page loads later', () => {
    expect(nameOf('map', graph)).toBe('first-desk-later-phone');
  });

  it('hold neither what every page loads later nor the pages themselves', () => {
    expect(['later', 'chart', 'desk.html', 'desk-main'].map((id) => nameOf(id, graph))).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
});
