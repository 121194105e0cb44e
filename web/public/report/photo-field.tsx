import { useEffect, useState } from 'react';
import { useSay } from '../../shared/language.ts';
import { scalePhoto } from '../../shared/photo/scale-photo.ts';
import type { DraftPhoto } from './draft.ts';

const Thumbnail = ({ blob, words }: { readonly blob: Blob; readonly words: string }) => {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return url === undefined ? null : <img src={url} alt={words} />;
};

/** Up to so many photos; they are made smaller here, which also drops where and with what they were taken. */
export const PhotoField = ({
  photos,
  most,
  onChange,
}: {
  readonly photos: readonly DraftPhoto[];
  readonly most: number;
  readonly onChange: (photos: readonly DraftPhoto[]) => void;
}) => {
  const say = useSay();
  const [isReading, setReading] = useState(false);
  const add = async (files: readonly File[]): Promise<void> => {
    setReading(true);
    const added: DraftPhoto[] = [];
    for (const file of files.slice(0, most - photos.length)) {
      const { blob } = await scalePhoto(file);
      added.push({ id: crypto.randomUUID(), blob });
    }
    setReading(false);
    onChange([...photos, ...added]);
  };
  return (
    <fieldset className="field">
      <legend>
        {say('照片', 'Photos')} <small>{say(`可不拍，最多 ${most} 张`, `optional, at most ${most}`)}</small>
      </legend>
      <ul className="photos">
        {photos.map((photo, n) => (
          <li key={photo.id}>
            <Thumbnail blob={photo.blob} words={say(`照片 ${n + 1}`, `Photo ${n + 1}`)} />
            <button
              type="button"
              aria-label={say(`删去照片 ${n + 1}`, `Remove photo ${n + 1}`)}
              onClick={() => onChange(photos.filter(({ id }) => id !== photo.id))}
            >
              {say('删去', 'Remove')}
            </button>
          </li>
        ))}
      </ul>
      {photos.length < most && (
        <label className="button">
          {isReading ? say('正在读取…', 'Reading…') : say('拍照或选照片', 'Take or choose photos')}
          <input
            type="file"
            accept="image/*"
            multiple
            className="unseen"
            onChange={(event) => {
              const files = [...(event.target.files ?? [])];
              event.target.value = '';
              void add(files);
            }}
          />
        </label>
      )}
    </fieldset>
  );
};
