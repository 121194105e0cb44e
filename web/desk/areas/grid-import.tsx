import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Upload } from 'antd';
import { useState } from 'react';
import { api, type Schemas, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { Problem } from '../list/problem.tsx';
import { GRIDS } from '../places/grid-query.ts';

type Report = Schemas['GridImport'];

const send = (text: string, dryRun: boolean): Promise<Report> =>
  take(
    api.POST('/api/v1/grids/import', {
      params: { query: { dryRun } },
      body: text as never,
      bodySerializer: (body: unknown) => body as string,
      headers: { 'content-type': 'application/json' } as never,
    }),
  );

const Findings = ({ title, items }: { readonly title: string; readonly items: Report['problems'] }) =>
  items.length === 0 ? null : (
    <>
      <h4>{title}</h4>
      <ul className="related">
        {items.map(({ feature, gridCode, code, message }) => (
          <li key={`${feature} ${code} ${message}`}>
            {gridCode ?? ''} {message}
          </li>
        ))}
      </ul>
    </>
  );

/** A file of grids is checked first, with everything that is wrong in it; then it is imported. */
export const GridImport = ({ onClose }: { readonly onClose: () => void }) => {
  const say = useSay();
  const client = useQueryClient();
  const [file, setFile] = useState<{ readonly name: string; readonly text: string }>();
  const bring = useMutation({
    mutationFn: ({ text, dryRun }: { readonly text: string; readonly dryRun: boolean }) => send(text, dryRun),
    onSuccess: ({ dryRun }) => (dryRun ? undefined : client.invalidateQueries({ queryKey: [GRIDS] })),
  });
  const report = bring.data;
  const isDone = report?.dryRun === false;
  return (
    <section className="step-form" aria-label={say('导入网格', 'Import grids')}>
      <h3>{say('导入网格', 'Import grids')}</h3>
      <p className="acts file-field">
        <Upload
          accept=".json,.geojson"
          maxCount={1}
          showUploadList={false}
          beforeUpload={(chosen) => {
            bring.reset();
            void chosen.text().then((text) => {
              setFile({ name: chosen.name, text });
              bring.mutate({ text, dryRun: true });
            });
            return false;
          }}
        >
          <Button>{say('选择文件（GeoJSON）', 'Choose a file (GeoJSON)')}</Button>
        </Upload>
        <span className={file === undefined ? 'hint' : undefined}>
          {file?.name ?? say('尚未选择文件', 'No file yet')}
        </span>
      </p>
      {report !== undefined && (
        <>
          <Alert
            role="status"
            showIcon
            type={report.problems.length > 0 ? 'warning' : 'success'}
            title={
              isDone
                ? say(`已导入 ${report.imported} 个网格`, `${report.imported} grids imported`)
                : say(
                    `${report.valid} 个网格可以导入，${report.problems.length} 处有误。尚未导入。`,
                    `${report.valid} grids can be imported, ${report.problems.length} errors. Nothing was imported.`,
                  )
            }
          />
          <Findings title={say('错误', 'Errors')} items={report.problems} />
          <Findings title={say('提示', 'Notes')} items={report.warnings} />
        </>
      )}
      <Problem error={bring.error} />
      <p className="acts">
        <Button
          type="primary"
          disabled={report === undefined || isDone || report.problems.length > 0 || report.valid === 0}
          loading={bring.isPending}
          onClick={() => file && bring.mutate({ text: file.text, dryRun: false })}
        >
          {say('导入', 'Import')}
        </Button>
        <Button onClick={onClose}>{say('关闭', 'Close')}</Button>
      </p>
    </section>
  );
};
