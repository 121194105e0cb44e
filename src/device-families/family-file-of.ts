import type { FamilyParts } from '../../projections/sensing/device-family-list/queries.ts';

/** The family as a file that can be published again: what its event says and what its parts are now. */
export const familyFileOf = ({ row, models, rules, standard }: FamilyParts) => {
  const { family, familyVersion, name, source, caseMapping, simulator } = row.definition;
  const { standardId: _id, ...matters } = standard ?? { standardId: '' };
  return {
    family,
    familyVersion,
    name,
    source,
    ...(standard === null ? {} : { matters }),
    caseMapping,
    models: models.map(({ definition: { family: _family, ...model } }) => model),
    rules: rules.map(({ definition }) => definition),
    ...(simulator === null ? {} : { simulator }),
  };
};
