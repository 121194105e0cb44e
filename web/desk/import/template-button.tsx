import { useMutation } from '@tanstack/react-query';
import { App, Button } from 'antd';
import type { paths } from '../../generated/api.d.ts';
import { api, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { saveFile } from '../../shared/save-file.ts';

export type TemplateName = paths['/api/v1/import-templates/{name}']['get']['parameters']['path']['name'];

/** A sheet with the headings of an import and a row as an example. */
export const TemplateButton = ({ name, title }: { readonly name: TemplateName; readonly title: string }) => {
  const say = useSay();
  const { message } = App.useApp();
  const fetchFile = useMutation({
    mutationFn: async () => {
      const file = await take(
        api.GET('/api/v1/import-templates/{name}', { params: { path: { name } }, parseAs: 'blob' }),
      );
      saveFile(file as unknown as Blob, `${title}.csv`);
    },
    onError: (error) => message.error(error.message),
  });
  return (
    <Button loading={fetchFile.isPending} onClick={() => fetchFile.mutate()}>
      {say('下载模板', 'Template')}
    </Button>
  );
};
