import { useEffect, useRef, useState } from 'react';
import { useSay } from '../../shared/language.ts';
import { timeOf } from '../../shared/time-left.ts';
import { fileOf, removeFile } from '../keep/records.ts';
import { noteWork } from '../queue/files-at-work.ts';
import type { FileRole, PhoneRecord, RecordFile } from '../queue/record.ts';
import { addPhotos, MOST_FILES } from './add-photos.ts';

/** The address of a kept picture, for as long as it is shown. */
const usePicture = (fileId: string): string | undefined => {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    let made: string | undefined;
    let isOver = false;
    void fileOf(fileId).then((kept) => {
      const picture = kept?.thumbnail ?? kept?.blob;
      if (!picture || isOver) return;
      made = URL.createObjectURL(picture);
      setAddress(made);
    });
    return () => {
      isOver = true;
      if (made !== undefined) URL.revokeObjectURL(made);
    };
  }, [fileId]);
  return address;
};

export const Thumbnail = ({ file }: { readonly file: RecordFile }) => {
  const say = useSay();
  const address = usePicture(file.fileId);
  if (address === undefined) return <span className="thumbnail" />;
  return <img className="thumbnail" src={address} alt={say('照片', 'Photo')} />;
};

const Photo = ({ file, recordId }: { readonly file: RecordFile; readonly recordId: string }) => {
  const say = useSay();
  const [isSure, setSure] = useState(false);
  const time = timeOf(Date.parse(file.takenAt));
  return (
    <li className="photo">
      <Thumbnail file={file} />
      <span className="photo-time">{time}</span>
      <button
        type="button"
        className="photo-remove"
        aria-label={say(`删除 ${time} 的照片`, `Remove the photo of ${time}`)}
        aria-expanded={isSure}
        onClick={() => setSure(!isSure)}
      >
        ×
      </button>
      {isSure && (
        <button type="button" className="photo-sure" onClick={() => void removeFile(recordId, file.fileId)}>
          {say('删除', 'Remove')}
        </button>
      )}
    </li>
  );
};

/** Photos of a record with the time of each on a dark plate; more from the camera or the gallery. */
export const PhotoStrip = ({
  record,
  shows,
  label,
}: {
  readonly record: PhoneRecord;
  readonly shows: FileRole;
  readonly label: string;
}) => {
  const say = useSay();
  const camera = useRef<HTMLInputElement>(null);
  const gallery = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(0);
  const photos = record.files.filter((file) => file.role === shows);
  const take = async (input: HTMLInputElement): Promise<void> => {
    const files = [...(input.files ?? [])];
    input.value = '';
    setBusy((n) => n + files.length);
    const done = addPhotos(record, shows, files);
    noteWork(record.id, { done });
    // What the store does not take is told by the page.
    await done.catch(() => undefined);
    setBusy((n) => n - files.length);
  };
  return (
    <section className="strip" aria-label={label}>
      <ul className="photo-row">
        {photos.map((file) => (
          <Photo key={file.fileId} file={file} recordId={record.id} />
        ))}
        {busy > 0 && (
          <li className="photo photo-busy" role="status">
            {say('处理中…', 'Working…')}
          </li>
        )}
        {photos.length + busy < MOST_FILES && (
          <>
            <li>
              <button type="button" className="photo-add" onClick={() => camera.current?.click()}>
                <span aria-hidden="true">＋</span>
                {say('拍照', 'Camera')}
              </button>
            </li>
            <li>
              <button type="button" className="photo-add" onClick={() => gallery.current?.click()}>
                <span aria-hidden="true">▦</span>
                {say('相册', 'Gallery')}
              </button>
            </li>
          </>
        )}
      </ul>
      <input
        ref={camera}
        type="file"
        accept="image/*"
        capture="environment"
        hidden
        data-testid={`camera-${shows}`}
        onChange={({ target }) => void take(target)}
      />
      <input
        ref={gallery}
        type="file"
        accept="image/*"
        multiple
        hidden
        data-testid={`gallery-${shows}`}
        onChange={({ target }) => void take(target)}
      />
    </section>
  );
};
