import { nearSettings, readConfig } from '../config.ts';
import type { Finding } from './finding.ts';

export const checkSettings = (environment: NodeJS.ProcessEnv): readonly Finding[] => {
  const read = readConfig(environment);
  const findings: Finding[] = read.ok
    ? []
    : read.problems.map((problem) => ({
        check: 'settings',
        state: 'bad',
        sentence: { zh: `设置有误：${problem}`, en: problem },
        fix: {
          zh: '去掉或改正它：所有设置见 .env.example',
          en: 'unset it or correct it: .env.example lists every setting',
        },
      }));
  for (const { name, meant } of nearSettings(environment))
    findings.push({
      check: 'settings',
      state: 'doubtful',
      sentence: {
        zh: `设了 ${name}，但没有这个设置`,
        en: `${name} is set, but there is no such setting`,
      },
      fix: { zh: `如果要设的是 ${meant}，请改用这个名称`, en: `if ${meant} is meant, set that` },
    });
  return findings.length > 0
    ? findings
    : [{ check: 'settings', state: 'good', sentence: { zh: '全部有效', en: 'all are valid' } }];
};
