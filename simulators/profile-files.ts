import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import {
  type ModelProfile,
  type SimulatorProfile,
  simulatorProfileSchema,
} from '../src/device-families/simulator-profile.ts';

/** What the simulators read of a device-family file; the product reads the rest. */
export const profiledFamilySchema = z.object({
  family: z.string().min(1),
  simulator: simulatorProfileSchema.optional(),
});

export interface ProfiledFamily {
  readonly family: string;
  readonly profile: SimulatorProfile;
}

const OWN = new URL('./profiles/', import.meta.url);
/** Families that are pure data: every file here is used too. */
const FAMILY_FILES = new URL('../devices/families/', import.meta.url);

/** @throws Error that names the file and what is wrong in it. */
export const readFamilyFile = (file: URL | string): ProfiledFamily | undefined => {
  const parsed = profiledFamilySchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new Error(`${file}: ${z.prettifyError(parsed.error)}`);
  const { family, simulator } = parsed.data;
  return simulator === undefined ? undefined : { family, profile: simulator };
};

const readFolder = (folder: URL): readonly ProfiledFamily[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.json'))
        .sort()
        .flatMap((name) => readFamilyFile(new URL(name, folder)) ?? [])
    : [];

/** Every family that can be simulated. A family file's own profile replaces ours of the same name. */
export const readProfiledFamilies = (): readonly ProfiledFamily[] => {
  const families = new Map<string, ProfiledFamily>();
  for (const each of [...readFolder(OWN), ...readFolder(FAMILY_FILES)]) families.set(each.family, each);
  return [...families.values()];
};

let models: ReadonlyMap<string, ModelProfile> | undefined;

/** The profile of a model, if there is one. The files are read once. */
export const profileOf = (modelId: string): ModelProfile | undefined => {
  models ??= new Map(
    readProfiledFamilies().flatMap(({ profile }) => profile.models.map((model) => [model.modelId, model])),
  );
  return models.get(modelId);
};
