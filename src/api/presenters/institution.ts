import type { Institution } from '../../domain/institution.ts';

export function presentInstitution(institution: Institution) {
  return {
    institutionId: institution.id,
    name: institution.name,
    defaultPortalUrl: institution.defaultPortalUrl,
    additionalPortalUrls: [...institution.additionalPortalUrls],
    demo: institution.demo,
  };
}
