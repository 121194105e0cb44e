import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const RATE = 8000;
const FILM_PIECE_MS = 100;
const FILM_PIECES = 5;

/** A second of silence as a WAV file of 8 kHz, 8 bits, one channel. */
export const silence = (): Buffer => {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + RATE, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(RATE, 24);
  head.writeUInt32LE(RATE, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36);
  head.writeUInt32LE(RATE, 40);
  return Buffer.concat([head, Buffer.alloc(RATE, 128)]);
};

/** A photo of a word on a colour. */
export const photoOf = async (page: Page, word: string, colour: string): Promise<Buffer> => {
  const data = (await page.evaluate(`(() => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [640, 480];
    const pen = canvas.getContext('2d');
    pen.fillStyle = '${colour}';
    pen.fillRect(0, 0, 640, 480);
    pen.fillStyle = 'white';
    pen.font = '96px sans-serif';
    pen.fillText('${word}', 40, 260);
    return canvas.toDataURL('image/jpeg').split(',')[1];
  })()`)) as string;
  return Buffer.from(data, 'base64');
};

/** A short film, recorded from a canvas until the browser has given some pieces of it. */
export const filmOf = async (page: Page): Promise<Buffer> => {
  const data = (await page.evaluate(`new Promise((resolve, reject) => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [64, 48];
    const pen = canvas.getContext('2d');
    const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: 'video/webm' });
    const drawing = setInterval(() => pen.fillRect(Math.random() * 64, 0, 8, 48), 20);
    const pieces = [];
    recorder.ondataavailable = ({ data }) => {
      if (data.size > 0) pieces.push(data);
      if (pieces.length === ${FILM_PIECES} && recorder.state === 'recording') recorder.stop();
    };
    recorder.onstop = async () => {
      clearInterval(drawing);
      const bytes = new Uint8Array(await new Blob(pieces).arrayBuffer());
      resolve(btoa(Array.from(bytes, (each) => String.fromCharCode(each)).join('')));
    };
    recorder.onerror = reject;
    recorder.start(${FILM_PIECE_MS});
  })`)) as string;
  return Buffer.from(data, 'base64');
};

/** Uploads a file as the page does; gives the name under which a step uses it. */
export const upload = async (
  baseUrl: string,
  token: string | undefined,
  bytes: Buffer,
  type: string,
): Promise<string> => {
  const form = new FormData();
  form.append('attachment', new Blob([new Uint8Array(bytes)], { type }), 'taken');
  const answer = await fetch(`${baseUrl}/api/v1/attachments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: form,
  });
  expect(answer.ok).toBe(true);
  const { items } = (await answer.json()) as { readonly items: readonly { readonly digest: string }[] };
  return items[0]!.digest;
};
