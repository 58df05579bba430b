/** The nervous system at large: brain, cord, nerves, membranes. */
export const nervousSystem = `
UBERON:0001016 nervous system; système nerveux; Nervensystem
  UBERON:0001017 central nervous system; CNS; système nerveux central; Zentralnervensystem
    UBERON:0000955 brain; encephalon; encéphale; cerveau; Gehirn; Hirn
      UBERON:0001890 forebrain; prosencephalon; prosencéphale; Vorderhirn; Prosenzephalon @ NCBITaxon:7742
        UBERON:0001893 telencephalon; endbrain; télencéphale; Endhirn; Telenzephalon
          UBERON:0001869 cerebral hemisphere; hémisphère cérébral; Großhirnhemisphäre
        UBERON:0001894 diencephalon; interbrain; between brain; diencéphale; Zwischenhirn; Dienzephalon
      UBERON:0001891 midbrain; mesencephalon; mésencéphale; Mittelhirn; Mesenzephalon @ NCBITaxon:7742
      UBERON:0002028 hindbrain; rhombencephalon; rhombencéphale; Rautenhirn @ NCBITaxon:7742
      UBERON:0002298 brainstem; brain stem; tronc cérébral; Hirnstamm; Stammhirn @ NCBITaxon:7742
      UBERON:0002360 meninx; meninges; brain membranes; Hirnhäute @ NCBITaxon:7742
        UBERON:0002363 dura mater; dure-mère; harte Hirnhaut
        UBERON:0002362 arachnoid mater; arachnoid membrane; arachnoïde
        UBERON:0002361 pia mater; pie-mère; weiche Hirnhaut
      UBERON:0003544 white matter of brain; cerebral white matter; substance blanche; weiße Substanz; brain white matter @ NCBITaxon:7742
      UBERON:0003528 gray matter of brain; brain grey matter; substance grise; graue Substanz; brain gray matter @ NCBITaxon:7742
    UBERON:0002240 spinal cord; SC; medulla spinalis; moelle épinière; Rückenmark @ NCBITaxon:7742
      UBERON:0002726 cervical spinal cord
      UBERON:0003038 thoracic spinal cord
      UBERON:0002792 lumbar spinal cord
      UBERON:0005843 sacral spinal cord
      UBERON:0002256 dorsal horn of spinal cord; spinal dorsal horn; posterior horn of spinal cord
      UBERON:0002257 ventral horn of spinal cord; spinal ventral horn; anterior horn of spinal cord
      UBERON:0002181 substantia gelatinosa; lamina II of spinal cord
      UBERON:0002291 central canal of spinal cord; canal de l'épendyme
  UBERON:0000010 peripheral nervous system; PNS; système nerveux périphérique; peripheres Nervensystem
    UBERON:0000044 dorsal root ganglion; DRG; spinal ganglion; Spinalganglion @ NCBITaxon:7742
    UBERON:0001675 trigeminal ganglion; Gasserian ganglion; semilunar ganglion; Trigeminusganglion @ NCBITaxon:7742
    UBERON:0002005 enteric nervous system; ENS; système nerveux entérique
    UBERON:0002410 autonomic nervous system; vegetative nervous system
    UBERON:0001785 cranial nerve; cranial nerves; nerf crânien; Hirnnerv @ NCBITaxon:7742
      UBERON:0000941 optic nerve; cranial nerve II; nerf optique; Sehnerv
      UBERON:0001579 olfactory nerve; cranial nerve I; nerf olfactif; Riechnerv
      UBERON:0001645 trigeminal nerve; cranial nerve V; nerf trijumeau; Trigeminusnerv
      UBERON:0001647 facial nerve; cranial nerve VII; nerf facial; Gesichtsnerv
      UBERON:0001648 vestibulocochlear nerve; cranial nerve VIII
      UBERON:0001759 vagus nerve; cranial nerve X; nerf vague; Vagusnerv
    UBERON:0001322 sciatic nerve; ischiadic nerve; nerf sciatique; Ischiasnerv @ NCBITaxon:7742
`
