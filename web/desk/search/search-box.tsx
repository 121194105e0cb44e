import { AutoComplete, Input, type InputRef } from 'antd';
import { useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { useSay } from '../../shared/language.ts';
import { isKeyOf } from '../keys/key-setting.ts';
import { useKeys } from '../shell/use-keys.ts';
import { useFound } from './use-found.ts';
import { useSettled } from './use-settled.ts';

const LIST_HEIGHT = 560;

/**
 * Finds cases by number, text or place, and devices, people, places and components by name. Arrows choose among what is found, Enter opens
 * it; without a choice Enter lists the cases. `/` goes here.
 */
export const SearchBox = () => {
  const say = useSay();
  const [, navigate] = useLocation();
  const input = useRef<InputRef>(null);
  const [text, setText] = useState('');
  const groups = useFound(useSettled(text.trim()));
  useKeys((event) => {
    if (!isKeyOf('search', event)) return false;
    input.current?.focus();
    return true;
  });
  const open = (path: string): void => {
    setText('');
    input.current?.blur();
    navigate(path);
  };
  return (
    <AutoComplete
      className="search"
      value={text}
      onChange={(next: string) => setText(next)}
      onSelect={(path: string) => open(path)}
      defaultActiveFirstOption={false}
      popupMatchSelectWidth={false}
      listHeight={LIST_HEIGHT}
      options={groups.map(({ name, items }) => ({
        label: name,
        options: items.map((found) => ({
          value: found.path,
          label: (
            <>
              {found.name}
              <span className="second">{found.detail}</span>
            </>
          ),
        })),
      }))}
    >
      <Input.Search
        ref={input}
        allowClear
        maxLength={100}
        placeholder={say('案件号、内容、地点、设备、人员', 'Number, text, place, device, person')}
        aria-label={say('搜索', 'Search')}
        onSearch={(typed, _event, info) => {
          if (info?.source === 'clear' || typed.trim() === '') return;
          open(`/cases?text=${encodeURIComponent(typed.trim())}`);
        }}
      />
    </AutoComplete>
  );
};
