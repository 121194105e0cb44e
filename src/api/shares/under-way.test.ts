import type { Context } from 'hono';
import { describe, expect, it } from 'vitest';
import type { ApiEnv } from '../deps.ts';
import { whileAllowed } from './under-way.ts';

const create = () => {
  const rights = new AbortController();
  let places = 1;
  const context = {
    var: { watchRights: () => ({ signal: rights.signal, stop: () => undefined }) },
  } as unknown as Context<ApiEnv>;
  const place = {
    leave() {
      places -= 1;
    },
  };
  let finish: (answer: string) => void = () => undefined;
  const work = new Promise<string>((resolve) => {
    finish = resolve;
  });
  return {
    rights,
    context,
    place,
    work,
    finish: (answer: string) => finish(answer),
    placesTaken: () => places,
  };
};

describe('work that depends on rights', () => {
  it('ends when they change, and keeps its place until it has really ended', async () => {
    const { rights, context, place, work, finish, placesTaken } = create();
    const answer = whileAllowed(context, place, () => work);
    rights.abort('rightsChanged');
    await expect(answer).rejects.toMatchObject({ code: 'rightsChanged' });
    expect(placesTaken()).toBe(1);
    finish('done');
    await expect.poll(placesTaken).toBe(0);
  });

  it('is waited for once it writes, so that a refused sender has left nothing', async () => {
    const { rights, context, place, work, finish } = create();
    const answer = whileAllowed(context, place, (_ended, goThrough) => {
      goThrough();
      return work;
    });
    await Promise.resolve();
    await Promise.resolve();
    rights.abort('rightsChanged');
    finish('imported');
    expect(await answer).toBe('imported');
  });

  it('does not begin to write when they have changed', async () => {
    const { rights, context, place } = create();
    let written = false;
    const answer = whileAllowed(context, place, (_ended, goThrough) => {
      rights.abort('rightsChanged');
      goThrough();
      written = true;
    });
    await expect(answer).rejects.toMatchObject({ code: 'rightsChanged' });
    expect(written).toBe(false);
  });
});
