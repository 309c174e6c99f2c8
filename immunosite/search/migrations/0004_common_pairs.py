"""The pairs of spellings that a new site begins with."""

from django.db import migrations


# American and British spelling, and two drugs with two names; editors add to them in the admin.
PAIRS = """
    acetaminophen paracetamol|aging ageing|aluminum aluminium|analyze analyse|analyzed analysed|anemia anaemia|anemic anaemic
    anesthesia anaesthesia|anesthetic anaesthetic|angioedema angiooedema|antitumor antitumour|apnea apnoea|artifact artefact
    bacteremia bacteraemia|behavior behaviour|catheterization catheterisation|cecum caecum|celiac coeliac|center centre
    characterize characterise|characterized characterised|color colour|counseling counselling|counselor counsellor
    desensitization desensitisation|desensitize desensitise|diarrhea diarrhoea|dyspnea dyspnoea|edema oedema
    epinephrine adrenaline|esophageal oesophageal|esophagus oesophagus|estrogen oestrogen|favor favour|fecal faecal
    feces faeces|fetal foetal|fetus foetus|fiber fibre|generalized generalised|glycemia glycaemia|gray grey
    gynecological gynaecological|gynecologist gynaecologist|gynecology gynaecology|hematologic haematologic
    hematological haematological|hematologist haematologist|hematology haematology|hematoma haematoma
    hematopoietic haematopoietic|hematuria haematuria|hemodialysis haemodialysis|hemoglobin haemoglobin
    hemolysis haemolysis|hemolytic haemolytic|hemophilia haemophilia|hemorrhage haemorrhage|hemorrhagic haemorrhagic
    hemostasis haemostasis|hospitalization hospitalisation|hospitalized hospitalised|hyperglycemia hyperglycaemia
    hypoglycemia hypoglycaemia|hypoxemia hypoxaemia|immunization immunisation|immunize immunise|immunized immunised
    ischemia ischaemia|ischemic ischaemic|leukemia leukaemia|leukemic leukaemic|leukocyte leucocyte|liter litre
    localized localised|lymphedema lymphoedema|maneuver manoeuvre|mcg ug|metastasize metastasise|meter metre
    milliliter millilitre|minimize minimise|mold mould|neutralization neutralisation|neutralize neutralise
    neutralizing neutralising|odor odour|organization organisation|orthopedic orthopaedic|pediatric paediatric
    pediatrician paediatrician|pediatrics paediatrics|personalized personalised|program programme
    randomization randomisation|randomized randomised|recognize recognise|sensitization sensitisation
    sensitized sensitised|septicemia septicaemia|specialized specialised|stabilize stabilise|sulfate sulphate|sulfur sulphur
    summarize summarise|thalassemia thalassaemia|tumor tumour|tumoral tumoural|uremia uraemia|vaporize vaporise
"""


def add_pairs(apps, schema_editor):
    pairs = (sorted(pair.split()) for pair in PAIRS.replace("|", "\n").split("\n") if pair.strip())
    model = apps.get_model("search", "SpellingPair")
    model.objects.bulk_create(model(word=word, other=other) for word, other in pairs)


class Migration(migrations.Migration):

    dependencies = [("search", "0003_drafts_full_text")]

    operations = [migrations.RunPython(add_pairs, migrations.RunPython.noop)]
