import { useMutation } from '@tanstack/react-query';
import { App, Button, Dropdown } from 'antd';
import { api, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { saveFile } from '../../shared/save-file.ts';
import { type CaseFilter, queryOf } from './case-filter.ts';

const FORMATS = ['xlsx', 'csv'] as const;

/** Takes the cases of the filter out as a file. */
export const ExportButton = ({ filter }: { readonly filter: CaseFilter }) => {
  const say = useSay();
  const { message } = App.useApp();
  const fetchFile = useMutation({
    mutationFn: async (format: (typeof FORMATS)[number]) => {
      const query = { ...queryOf(filter), format };
      const file = await take(api.GET('/api/v1/cases/export', { params: { query }, parseAs: 'blob' }));
      saveFile(
        file as unknown as Blob,
        `${say('案件', 'cases')}-${new Date().toISOString().slice(0, 10)}.${format}`,
      );
    },
    onError: (error) => message.error(error.message),
  });
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: FORMATS.map((format) => ({
          key: format,
          label: format === 'xlsx' ? say('Excel 表格', 'Excel sheet') : 'CSV',
          onClick: () => fetchFile.mutate(format),
        })),
      }}
    >
      <Button className="export" loading={fetchFile.isPending}>
        {say('导出', 'Export')}
      </Button>
    </Dropdown>
  );
};
