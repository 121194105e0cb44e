import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useDeferredValue, useState } from 'react';
import { api, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { deviceQuery } from '../device/device-query.ts';

interface Props {
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}

const SHOWN = 30;

/** A device, found by words of its name or its id. */
export const DeviceSelect = ({ value, onChange }: Props) => {
  const say = useSay();
  const [typed, setTyped] = useState('');
  const text = useDeferredValue(typed.trim());
  const found = useQuery({
    queryKey: ['device-search', text],
    queryFn: () =>
      take(
        api.GET('/api/v1/devices', {
          params: { query: { limit: SHOWN, ...(text === '' ? {} : { text }) } },
        }),
      ),
    placeholderData: keepPreviousData,
  });
  const chosen = useQuery({ ...deviceQuery(value ?? ''), enabled: value !== undefined });
  const options = (found.data?.items ?? []).map(({ deviceId, name }) => ({ value: deviceId, label: name }));
  const isListed = options.some((option) => option.value === value);
  return (
    <Select
      aria-label={say('设备', 'Device')}
      placeholder={say('设备', 'Device')}
      allowClear
      showSearch={{ filterOption: false, onSearch: setTyped }}
      popupMatchSelectWidth={false}
      {...(value === undefined ? {} : { value })}
      onChange={(next?: string) => onChange(next)}
      options={
        value === undefined || isListed ? options : [{ value, label: chosen.data?.name ?? value }, ...options]
      }
    />
  );
};
