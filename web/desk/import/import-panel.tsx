import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Upload } from 'antd';
import { type ReactNode, useState } from 'react';
import { useSay } from '../../shared/language.ts';
import { Problem } from '../list/problem.tsx';
import type { ImportMode, ImportReport } from './import-query.ts';
import { ProblemTable } from './problem-table.tsx';
import { TemplateButton, type TemplateName } from './template-button.tsx';

interface Props<Imported> {
  /** What is imported, as a heading. */
  readonly title: string;
  readonly template: TemplateName;
  readonly send: (file: File, mode: ImportMode, key: string) => Promise<ImportReport<Imported>>;
  /** What is to be filled in besides the file. */
  readonly children?: ReactNode;
  /** What was filled in: once it has changed, the file is to be checked anew. */
  readonly filledIn?: string;
  readonly isReady?: boolean;
  readonly onImported?: () => unknown;
  readonly result: (imported: Imported) => ReactNode;
  readonly onClose?: () => void;
}

/** A sheet is checked first, with everything that is wrong in it; then it is imported. */
export const ImportPanel = <Imported,>({
  title,
  template,
  send,
  children,
  filledIn = '',
  isReady = true,
  onImported,
  result,
  onClose,
}: Props<Imported>) => {
  const say = useSay();
  const [file, setFile] = useState<File>();
  const [key, setKey] = useState(() => crypto.randomUUID());
  const check = useMutation({
    mutationFn: ({ sheet }: { readonly sheet: File; readonly filledIn: string }) =>
      send(sheet, { dryRun: true, partial: false }, key),
  });
  const bring = useMutation({
    mutationFn: ({ sheet, partial }: { readonly sheet: File; readonly partial: boolean }) =>
      send(sheet, { dryRun: false, partial }, key),
    // Secrets are not to stay when the page is left.
    gcTime: 0,
    onSuccess: () => onImported?.(),
  });
  const restart = (): void => {
    check.reset();
    bring.reset();
    setKey(crypto.randomUUID());
  };
  const report = check.variables?.filledIn === filledIn ? check.data : undefined;
  const imported = bring.data?.imported ?? null;
  const isWrong = report !== undefined && report.problemCount > 0;
  const error = bring.error ?? check.error;
  return (
    <section className="step-form" aria-label={title}>
      <h3>{title}</h3>
      {imported !== null ? (
        <>
          {result(imported)}
          <p className="acts">
            <Button
              onClick={() => {
                setFile(undefined);
                restart();
              }}
            >
              {say('再导入一个文件', 'Another file')}
            </Button>
            {onClose && <Button onClick={onClose}>{say('关闭', 'Close')}</Button>}
          </p>
        </>
      ) : (
        <>
          {children}
          <p className="acts file-field">
            <Upload
              accept=".csv,.xlsx"
              maxCount={1}
              showUploadList={false}
              beforeUpload={(chosen) => {
                setFile(chosen);
                restart();
                return false;
              }}
            >
              <Button>{say('选择文件（CSV 或 XLSX）', 'Choose a file (CSV or XLSX)')}</Button>
            </Upload>
            <span className={file === undefined ? 'hint' : undefined}>
              {file?.name ?? say('尚未选择文件', 'No file yet')}
            </span>
          </p>
          <p className="acts">
            <Button
              type={report === undefined ? 'primary' : 'default'}
              disabled={file === undefined || !isReady}
              loading={check.isPending}
              onClick={() => file && check.mutate({ sheet: file, filledIn })}
            >
              {say('检查', 'Check')}
            </Button>
            <TemplateButton name={template} title={title} />
            {onClose && <Button onClick={onClose}>{say('取消', 'Cancel')}</Button>}
          </p>
          {report !== undefined && (
            <>
              <Alert
                role="status"
                showIcon
                type={isWrong ? 'warning' : 'success'}
                title={
                  isWrong
                    ? say(
                        `共 ${report.rows} 行，${report.valid} 行可以导入，${report.problemCount} 处有误。尚未导入。`,
                        `${report.rows} rows: ${report.valid} can be imported, ${report.problemCount} errors. Nothing was imported.`,
                      )
                    : say(
                        `共 ${report.rows} 行，全部可以导入。尚未导入。`,
                        `All ${report.rows} rows can be imported. Nothing was imported yet.`,
                      )
                }
              />
              <ProblemTable
                caption={say('错误', 'Error')}
                count={report.problemCount}
                problems={report.problems}
              />
              <ProblemTable
                caption={say('提示', 'Note')}
                count={report.warningCount}
                problems={report.warnings}
              />
              <p className="acts">
                {report.valid > 0 && file !== undefined && (
                  <Button
                    type={isWrong ? 'default' : 'primary'}
                    loading={bring.isPending}
                    disabled={!isReady}
                    onClick={() => bring.mutate({ sheet: file, partial: isWrong })}
                  >
                    {isWrong
                      ? say(`只导入无误的 ${report.valid} 行`, `Import the ${report.valid} correct rows only`)
                      : say(`导入 ${report.valid} 行`, `Import ${report.valid} rows`)}
                  </Button>
                )}
              </p>
            </>
          )}
          <Problem error={error} />
        </>
      )}
    </section>
  );
};
