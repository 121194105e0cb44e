import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { api, take } from '../../../shared/api.ts';
import { useSay } from '../../../shared/language.ts';
import { deviceQuery } from '../../device/device-query.ts';
import { useSettled } from '../../search/use-settled.ts';

interface Props {
  readonly modelId: string | undefined;
  readonly value?: readonly string[] | null;
  readonly onChange?: (value: string[]) => void;
  readonly id?: string;
}

const SHOWN = 30;

/** Devices of a model by name; none chosen means every one. */
export const DeviceIdsSelect = ({ modelId, value, onChange, id }: Props) => {
  const say = useSay();
  const [typed, setTyped] = useState('');
  const text = useSettled(typed.trim());
  const chosen = value ?? [];
  const found = useQuery({
    queryKey: ['device-search', modelId, text],
    queryFn: () =>
      take(
        api.GET('/api/v1/devices', {
          params: {
            query: {
              limit: SHOWN,
              status: 'active',
              ...(modelId === undefined ? {} : { model: modelId }),
              ...(text === '' ? {} : { text }),
            },
          },
        }),
      ),
    enabled: modelId !== undefined,
    placeholderData: keepPreviousData,
  });
  const known = useQueries({ queries: chosen.map((deviceId) => deviceQuery(deviceId)) });
  const listed = (found.data?.items ?? []).map(({ deviceId, name }) => ({ value: deviceId, label: name }));
  const others = chosen
    .map((deviceId, n) => ({ value: deviceId, label: known[n]?.data?.name ?? deviceId }))
    .filter((each) => !listed.some(({ value: other }) => other === each.value));
  return (
    <Select
      {...(id === undefined ? {} : { id })}
      mode="multiple"
      disabled={modelId === undefined}
      placeholder={say('该型号的全部设备', 'Every device of the model')}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      value={[...chosen]}
      onChange={(next: string[]) => onChange?.(next)}
      options={[...others, ...listed]}
    />
  );
};
