import { Upload } from 'tus-js-client';
import { ApiError, type Problem } from '../../shared/api.ts';
import type { RecordFile } from './record.ts';

export interface UploadOptions {
  readonly file: RecordFile;
  readonly blob: Blob;
  readonly onBegun: (uploadUrl: string) => void;
  readonly onProgress: (sentBytes: number) => void;
}

/** No byte for this long: the line is dead, although nobody has said so. */
const STALLED_MS = 60_000;

interface TusError extends Error {
  readonly originalResponse?: { getStatus(): number; getBody(): string } | null;
}

const problemOf = (error: TusError): ApiError => {
  const answer = error.originalResponse;
  if (!answer) return new ApiError(undefined, 0);
  try {
    return new ApiError(JSON.parse(answer.getBody()) as Problem, answer.getStatus());
  } catch {
    return new ApiError(undefined, answer.getStatus());
  }
};

/** Sends a file from where an earlier attempt was cut off; gives the server's id of it. Throws ApiError. */
export const uploadFile = ({ file, blob, onBegun, onProgress }: UploadOptions): Promise<string> =>
  new Promise((resolve, reject) => {
    let watch: ReturnType<typeof setTimeout> | undefined;
    const moved = (): void => {
      clearTimeout(watch);
      watch = setTimeout(() => {
        void upload.abort();
        reject(new ApiError(undefined, 0));
      }, STALLED_MS);
    };
    const upload: Upload = new Upload(blob, {
      endpoint: `${window.location.origin}/api/v1/uploads`,
      ...(file.uploadUrl === null ? {} : { uploadUrl: file.uploadUrl }),
      headers: { 'x-yiwang-page': '1' },
      metadata: { filename: file.fileId, filetype: file.mediaType },
      // The queue tries again, and the record knows the upload.
      retryDelays: null,
      storeFingerprintForResuming: false,
      onUploadUrlAvailable: () => {
        moved();
        if (upload.url !== null && upload.url !== file.uploadUrl) onBegun(upload.url);
      },
      onProgress: (sentBytes) => {
        moved();
        onProgress(sentBytes);
      },
      onError: (error) => {
        clearTimeout(watch);
        reject(problemOf(error as TusError));
      },
      onSuccess: ({ lastResponse }) => {
        clearTimeout(watch);
        const digest = lastResponse.getHeader('Upload-Digest');
        if (digest) resolve(digest);
        else reject(new ApiError(undefined, lastResponse.getStatus()));
      },
    });
    moved();
    upload.start();
  });
