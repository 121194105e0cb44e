import { token } from './api.js';

const RETRY_MS = [1000, 2000, 5000, 10000];

/**
 * Follows `/stream` by fetch, since EventSource cannot carry a token. Goes on after the last id when it was cut off; a stream that
 * begins without one is told as `reset`, since things may have happened before it was open.
 * @param {{ division: string, onMessage: (event: string, data: any) => void, onState: (state: 'on' | 'wait' | 'off') => void }} options
 * @returns {() => void} ends it
 */
export const follow = ({ division, onMessage, onState }) => {
  const ending = new AbortController();
  let lastId = '';
  let failures = 0;

  const read = async () => {
    const begins = lastId === '';
    const headers = { authorization: `Bearer ${token()}`, ...(lastId ? { 'last-event-id': lastId } : {}) };
    const response = await fetch(`/api/v1/stream?division=${division}`, { headers, signal: ending.signal });
    if (!response.ok || !response.body) throw new Error(String(response.status));
    onState('on');
    failures = 0;
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let buffer = '';
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      buffer += value;
      const blocks = buffer.split('\n\n');
      buffer = blocks.pop() ?? '';
      for (const block of blocks) take(block, begins);
    }
  };

  /**
   * @param {string} block
   * @param {boolean} begins
   */
  const take = (block, begins) => {
    const fields = Object.fromEntries(
      block
        .split('\n')
        .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
    );
    if (fields.id) lastId = fields.id;
    if (fields.event === 'hello' && begins) onMessage('reset', {});
    else if (fields.event && fields.event !== 'hello' && fields.event !== 'end')
      onMessage(fields.event, JSON.parse(fields.data || '{}'));
  };

  const run = async () => {
    while (!ending.signal.aborted) {
      try {
        await read();
      } catch {
        failures += 1;
      }
      if (ending.signal.aborted) return;
      onState(failures > 3 ? 'off' : 'wait');
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS[Math.min(failures, RETRY_MS.length - 1)]));
    }
  };
  run();
  return () => ending.abort();
};
