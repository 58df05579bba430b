/** Organs and parts of the body. */
export const organs = `
UBERON:0001032 sense organ system; sensory system
  UBERON:0000970 eye; œil; Auge
    UBERON:0000966 retina; rétine; Netzhaut
      UBERON:0001786 fovea; fovea centralis @ NCBITaxon:9443
      UBERON:0000053 macula lutea; macula; macula of retina @ NCBITaxon:9443
    UBERON:0000964 cornea; cornée; Hornhaut
    UBERON:0000965 lens of camera-type eye; crystalline lens; eye lens; cristallin
    UBERON:0001773 sclera
    UBERON:0001769 iris
    UBERON:0001776 choroid; choroid of eye; optic choroid
  UBERON:0001690 ear; oreille; Ohr
    UBERON:0001844 cochlea; cochlée; Hörschnecke
    UBERON:0001846 internal ear; inner ear; oreille interne; Innenohr
    UBERON:0001862 vestibular labyrinth
    UBERON:0002227 organ of Corti; spiral organ of cochlea
  UBERON:0002255 vomeronasal organ; VNO; Jacobson's organ
  UBERON:0001997 olfactory epithelium; main olfactory epithelium
  UBERON:0001723 tongue; langue; Zunge
  UBERON:0000004 nose; nez; Nase
  UBERON:0001727 taste bud
UBERON:0004535 cardiovascular system; circulatory system; système cardiovasculaire; Herz-Kreislauf-System
  UBERON:0000948 heart; cardiac; cœur; Herz
    UBERON:0002084 heart left ventricle; left ventricle of heart; left cardiac ventricle
    UBERON:0002080 heart right ventricle; right ventricle of heart; right cardiac ventricle
    UBERON:0002079 left cardiac atrium; left atrium
    UBERON:0002078 right cardiac atrium; right atrium
    UBERON:0002349 myocardium; heart muscle; cardiac muscle tissue of heart; myocarde; Herzmuskel
    UBERON:0002137 aortic valve
    UBERON:0002135 mitral valve; bicuspid valve
    UBERON:0002094 interventricular septum
  UBERON:0000947 aorta; aorte
  UBERON:0001637 artery; arteries; artère; Arterie
  UBERON:0001638 vein; veins; veine; Vene
  UBERON:0001621 coronary artery; artère coronaire
  UBERON:0001627 middle cerebral artery; MCA; Sylvian artery
  UBERON:0003709 circle of Willis; cerebral arterial circle
  UBERON:0000178 blood; sang; Blut; whole blood
    UBERON:0001969 blood plasma; plasma; plasma sanguin
UBERON:0001004 respiratory system; système respiratoire; Atmungssystem
  UBERON:0002048 lung; lungs; pulmonary; poumon; Lunge
    UBERON:0002185 bronchus; bronchi; bronche
    UBERON:0002299 pulmonary alveolus; alveoli; alveolus of lung
    UBERON:0000977 pleura; plèvre; Brustfell
  UBERON:0003126 trachea; windpipe; trachée; Luftröhre
  UBERON:0001737 larynx; Kehlkopf
  UBERON:0001728 nasopharynx; nasal part of pharynx
UBERON:0001007 digestive system; gastrointestinal system; système digestif; Verdauungssystem
  UBERON:0001043 esophagus; oesophagus; œsophage; Speiseröhre
  UBERON:0000945 stomach; gastric; estomac; Magen
  UBERON:0002107 liver; hepatic; foie; Leber
  UBERON:0002110 gallbladder; gall bladder; vésicule biliaire; Gallenblase
  UBERON:0002394 bile duct; canal biliaire
  UBERON:0001264 pancreas; pancreatic; Bauchspeicheldrüse
    UBERON:0000006 islet of Langerhans; pancreatic islet; islets of Langerhans
  UBERON:0000160 intestine; bowel; gut; intestin; Darm
    UBERON:0002108 small intestine; intestin grêle; Dünndarm
      UBERON:0002114 duodenum; Zwölffingerdarm
      UBERON:0002115 jejunum
      UBERON:0002116 ileum; iléon
    UBERON:0000059 large intestine; gros intestin; Dickdarm
      UBERON:0001155 colon; large bowel; Kolon
        UBERON:0001156 ascending colon
        UBERON:0001157 transverse colon
        UBERON:0001158 descending colon
        UBERON:0001159 sigmoid colon
      UBERON:0001153 caecum; cecum; Blinddarm
      UBERON:0001052 rectum; Mastdarm
      UBERON:0001154 vermiform appendix; appendix; appendice; Wurmfortsatz
  UBERON:0001044 salivary gland; glande salivaire; Speicheldrüse; saliva-secreting gland
    UBERON:0001831 parotid gland; parotide; Ohrspeicheldrüse
    UBERON:0001736 submandibular gland; Unterkieferspeicheldrüse
  UBERON:0000167 oral cavity; mouth cavity; cavité buccale; Mundhöhle
  UBERON:0006562 pharynx; throat; Rachen
  UBERON:0001091 tooth; teeth; Zahn
  UBERON:0002358 peritoneum; péritoine; Bauchfell
UBERON:0001008 renal system; urinary system; système urinaire; Harnsystem
  UBERON:0002113 kidney; renal; rein; Niere
    UBERON:0001225 cortex of kidney; renal cortex; kidney cortex
    UBERON:0000362 renal medulla; kidney medulla
    UBERON:0000074 renal glomerulus; glomerulus of kidney; kidney glomerulus
    UBERON:0001285 nephron
  UBERON:0000056 ureter; uretère; Harnleiter
  UBERON:0001255 urinary bladder; bladder; vessie; Harnblase
  UBERON:0000057 urethra; urètre; Harnröhre
UBERON:0000990 reproductive system; système reproducteur; Fortpflanzungssystem
  UBERON:0000992 ovary; ovarian; ovaire; Eierstock
  UBERON:0000995 uterus; womb; Gebärmutter
    UBERON:0001295 endometrium; endomètre
    UBERON:0001296 myometrium; myomètre
    UBERON:0000002 uterine cervix; cervix uteri; cervix; col de l'utérus; Gebärmutterhals
  UBERON:0003889 fallopian tube; oviduct of mammals; trompe de Fallope; Eileiter
  UBERON:0000996 vagina; vagin; Scheide
  UBERON:0001987 placenta; Plazenta; Mutterkuchen
  UBERON:0000473 testis; testicle; testes; testicule; Hoden
  UBERON:0001301 epididymis; épididyme; Nebenhoden
  UBERON:0002367 prostate gland; prostate; Vorsteherdrüse
  UBERON:0000998 seminal vesicle; vésicule séminale
  UBERON:0000989 penis
UBERON:0000310 breast; mammary region; Brust
UBERON:0001911 mammary gland; glande mammaire; Milchdrüse @ NCBITaxon:40674
UBERON:0000949 endocrine system; système endocrinien; endokrines System
  UBERON:0002046 thyroid gland; thyroid; glande thyroïde; thyroïde; Schilddrüse
  UBERON:0001132 parathyroid gland; parathyroid; Nebenschilddrüse
  UBERON:0002369 adrenal gland; suprarenal gland; glande surrénale; Nebenniere
UBERON:0002405 immune system; système immunitaire; Immunsystem
  UBERON:0000029 lymph node; lymph gland; ganglion lymphatique; Lymphknoten
  UBERON:0002106 spleen; splenic; Milz
  UBERON:0002370 thymus; Thymusdrüse
  UBERON:0002372 tonsil; tonsils; amygdale palatine; Mandeln
    UBERON:0002373 palatine tonsil; faucial tonsil
  UBERON:0002371 bone marrow; moelle osseuse; Knochenmark
  UBERON:0001211 Peyer's patch
  UBERON:0001473 lymphatic vessel; lymph vessel
UBERON:0002416 integumental system; integumentary system; tégument
  UBERON:0002097 skin; cutaneous; peau; Haut; skin of body
    UBERON:0001003 epidermis; skin epidermis; épiderme; Oberhaut
    UBERON:0002067 dermis; derme; Lederhaut
    UBERON:0002073 hair follicle; follicule pileux; Haarfollikel
  UBERON:0001013 adipose tissue; body fat; fat tissue; tissu adipeux; Fettgewebe
    UBERON:0001348 brown adipose tissue; brown fat; BAT
    UBERON:0001347 white adipose tissue; white fat; WAT
UBERON:0002204 musculoskeletal system; système musculosquelettique; Bewegungsapparat
  UBERON:0001134 skeletal muscle tissue; skeletal muscle; striated muscle tissue; muscle squelettique; Skelettmuskel
  UBERON:0001474 bone element; bone; bones; Knochen
    UBERON:0000981 femur; thigh bone; Oberschenkelknochen
    UBERON:0000979 tibia; shin bone; Schienbein
    UBERON:0000976 humerus; Oberarmknochen
    UBERON:0003129 skull; crâne; Schädel
    UBERON:0002412 vertebra; vertèbre; Wirbel
    UBERON:0001270 pelvis; bassin
    UBERON:0002228 rib; ribs; côte; Rippe
    UBERON:0001684 mandible; lower jaw bone; mandibule; Unterkiefer
  UBERON:0001130 vertebral column; spine; spinal column; colonne vertébrale; Wirbelsäule
    UBERON:0006072 cervical region of vertebral column; cervical spine; cspine; rachis cervical; Halswirbelsäule
    UBERON:0006073 thoracic region of vertebral column; thoracic spine; rachis thoracique; Brustwirbelsäule
    UBERON:0006074 lumbar region of vertebral column; lumbar spine; rachis lombaire; Lendenwirbelsäule
  UBERON:0001066 intervertebral disk; intervertebral disc; disque intervertébral; Bandscheibe
  UBERON:0000982 skeletal joint; Gelenk
    UBERON:0001485 knee joint; knee; genou; Kniegelenk
    UBERON:0001486 hip joint; hip; hanche; Hüftgelenk
    UBERON:0001470 shoulder joint; glenohumeral joint
  UBERON:0000043 tendon; tendons; Sehne
  UBERON:0002418 cartilage tissue; cartilage; Knorpel
  UBERON:0001103 diaphragm; diaphragme; Zwerchfell
UBERON:0000033 head; tête; Kopf
UBERON:0000974 neck; Hals
UBERON:0002100 trunk; torso; Rumpf
  UBERON:0000915 thorax; chest; poitrine; Brustkorb
  UBERON:0000916 abdomen; belly; Bauch
  UBERON:0003728 mediastinum; médiastin
  UBERON:0003693 retroperitoneal space; retroperitoneum
UBERON:0002101 limb; limbs; membre; Gliedmaße
  UBERON:0002398 hand; manus
  UBERON:0002387 foot; Fuß; pes
  UBERON:0003822 upper arm; forelimb stylopod
UBERON:0000922 embryo; embryon
UBERON:0003688 omentum; Netz
`
