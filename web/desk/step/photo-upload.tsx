import { App, Upload, type UploadFile } from 'antd';
import { useState } from 'react';
import { api, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';

interface Props {
  readonly value?: readonly string[];
  readonly onChange?: (value: string[]) => void;
  readonly id?: string;
}

const ACCEPTED = 'image/jpeg,image/png,image/webp,audio/*,video/mp4';

/** Photos and recordings: each is uploaded when it is chosen, and named by its digest. */
export const PhotoUpload = ({ value = [], onChange, id }: Props) => {
  const say = useSay();
  const { message } = App.useApp();
  const [files, setFiles] = useState<UploadFile[]>([]);

  const upload = async (file: File): Promise<string> => {
    const form = new FormData();
    form.append('attachment', file);
    const { items } = await take(
      api.POST('/api/v1/attachments', { body: form as never, bodySerializer: (body) => body as never }),
    );
    return items[0]!.digest;
  };
  return (
    <Upload
      {...(id === undefined ? {} : { id })}
      multiple
      accept={ACCEPTED}
      listType="picture"
      fileList={files}
      customRequest={({ file, onSuccess, onError }) => {
        upload(file as File).then(
          (digest) => {
            onChange?.([...value, digest]);
            onSuccess?.(digest);
          },
          (error: Error) => {
            message.error(error.message);
            onError?.(error);
          },
        );
      }}
      onChange={({ fileList }) => setFiles(fileList)}
      onRemove={({ response }) => onChange?.(value.filter((digest) => digest !== response))}
    >
      <button type="button" className="plain">
        {say('＋ 添加照片、录音或视频', '+ Add photos, sound or film')}
      </button>
    </Upload>
  );
};
