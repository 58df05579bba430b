/** Parts of the nervous system that insects have. */
export const insects = `
UBERON:0001058 mushroom body; corpora pedunculata; corps pédonculés; Pilzkörper < UBERON:0000955 @ NCBITaxon:50557
atlas:central-complex central complex; central body complex < UBERON:0000955 @ NCBITaxon:50557
atlas:antennal-lobe antennal lobe; lobe antennaire; Antennallobus < UBERON:0000955 @ NCBITaxon:50557
atlas:optic-lobe-of-insects optic lobe of insects; optic lobe < UBERON:0000955 @ NCBITaxon:50557
UBERON:0000934 ventral nerve cord; VNC; chaîne nerveuse ventrale < UBERON:0001017 @ NCBITaxon:50557
`
