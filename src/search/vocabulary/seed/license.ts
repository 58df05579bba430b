/**
 * Licences by their SPDX id, which is what records carry. What a licence allows is told by `license-table.ts`; these
 * names let people filter by the words they know.
 */
export const license = `
SPDX:CC0-1.0 CC0-1.0; CC0; CC Zero; Creative Commons Zero; CC0 1.0 Universal
SPDX:CC-BY-4.0 CC-BY-4.0; Creative Commons Attribution 4.0 International; Creative Commons Attribution 4.0
SPDX:CC-BY-3.0 CC-BY-3.0; Creative Commons Attribution 3.0 Unported
SPDX:CC-BY-SA-4.0 CC-BY-SA-4.0; Creative Commons Attribution-ShareAlike 4.0 International; Creative Commons Attribution Share Alike 4.0
SPDX:CC-BY-SA-3.0 CC-BY-SA-3.0; Creative Commons Attribution-ShareAlike 3.0 Unported
SPDX:CC-BY-NC-4.0 CC-BY-NC-4.0; Creative Commons Attribution-NonCommercial 4.0 International
SPDX:CC-BY-NC-SA-4.0 CC-BY-NC-SA-4.0; Creative Commons Attribution-NonCommercial-ShareAlike 4.0 International
SPDX:CC-BY-ND-4.0 CC-BY-ND-4.0; Creative Commons Attribution-NoDerivatives 4.0 International
SPDX:CC-BY-NC-ND-4.0 CC-BY-NC-ND-4.0; Creative Commons Attribution-NonCommercial-NoDerivatives 4.0 International
SPDX:PDDL-1.0 PDDL-1.0; PDDL; Open Data Commons Public Domain Dedication and License
SPDX:ODbL-1.0 ODbL-1.0; ODbL; Open Database License; Open Data Commons Open Database License
SPDX:ODC-By-1.0 ODC-By-1.0; ODC-By; Open Data Commons Attribution License
SPDX:CDLA-Permissive-1.0 CDLA-Permissive-1.0; Community Data License Agreement Permissive 1.0
SPDX:CDLA-Permissive-2.0 CDLA-Permissive-2.0; Community Data License Agreement Permissive 2.0
SPDX:CDLA-Sharing-1.0 CDLA-Sharing-1.0; Community Data License Agreement Sharing 1.0
SPDX:MIT MIT; MIT License; MIT licence; Expat License
SPDX:Apache-2.0 Apache-2.0; Apache License 2.0; Apache License, Version 2.0
SPDX:BSD-2-Clause BSD-2-Clause; Simplified BSD License
SPDX:BSD-3-Clause BSD-3-Clause; New BSD License; Modified BSD License
SPDX:GPL-2.0-only GPL-2.0-only; GNU General Public License v2.0 only
SPDX:GPL-3.0-only GPL-3.0-only; GNU General Public License v3.0 only
SPDX:GPL-3.0-or-later GPL-3.0-or-later; GNU General Public License v3.0 or later
SPDX:LGPL-3.0-only LGPL-3.0-only; GNU Lesser General Public License v3.0 only
SPDX:AGPL-3.0-only AGPL-3.0-only; GNU Affero General Public License v3.0 only
SPDX:OGL-UK-3.0 OGL-UK-3.0; Open Government Licence v3.0; Open Government Licence 3.0
SPDX:etalab-2.0 etalab-2.0; Licence Ouverte 2.0; Etalab Open License 2.0
SPDX:DL-DE-BY-2.0 DL-DE-BY-2.0; Data licence Germany attribution version 2.0; Datenlizenz Deutschland Namensnennung 2.0
SPDX:DL-DE-ZERO-2.0 DL-DE-ZERO-2.0; Data licence Germany zero version 2.0; Datenlizenz Deutschland Zero 2.0
SPDX:NLOD-2.0 NLOD-2.0; Norwegian Licence for Open Government Data 2.0
`
