import { expect, it } from 'vitest';
import type { Position, RecordedEvent } from '../../../src/event-store/event-store.ts';
import { createWritersWatch } from './writers-watch.ts';

const createLog = () => {
  const events: RecordedEvent[] = [];
  const write = (actor: string, type: string, stream = 'case-1') =>
    events.push({ type, stream, meta: { actor }, position: String(events.length + 1) } as never);
  return {
    write,
    head: () => Promise.resolve(String(events.length) as Position),
    readAll: ({ after, limit }: { readonly after: Position; readonly limit?: number }) =>
      Promise.resolve(events.slice(Number(after), Number(after) + (limit ?? events.length))),
  };
};

it('reports once what somebody wrote, and not what others wrote meanwhile', async () => {
  const log = createLog();
  log.write('user:ann', 'WrittenBefore');
  const watch = await createWritersWatch(log);
  log.write('user:ben', 'DeviceRegistered');
  log.write('process:alarm-to-case', 'CaseReported');
  log.write('user:ann', 'CaseNumberReserved');
  log.write('user:ann', 'RequestsRefused', 'audit-2026-03-01');
  expect(await watch.take(['ann'])).toEqual([{ type: 'CaseNumberReserved', stream: 'case-1' }]);
  expect(await watch.take(['ann'])).toEqual([]);
  expect(await watch.take(['ben'])).toEqual([{ type: 'DeviceRegistered', stream: 'case-1' }]);
});

it('sees what was written while another was reading', async () => {
  const log = createLog();
  const watch = await createWritersWatch(log);
  const others = watch.take(['ben']);
  log.write('user:ann', 'CaseReported');
  expect(await watch.take(['ann'])).toHaveLength(1);
  expect(await others).toEqual([]);
});
