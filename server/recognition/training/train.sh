#!/bin/sh
# Makes vie.traineddata anew in the folder it is started in; README.md says what it needs and what it costs. The counts
# are those of the file that is shipped; smaller ones show that the recipe runs.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
base=${1:?usage: [PARTS=5] [LINES_A_PART=700] [RARE_LINES=420] [ITERATIONS=6400] train.sh TESSDATA_FAST_VIE.traineddata}
parts=${PARTS:-5}
lines_a_part=${LINES_A_PART:-700}
rare_lines=${RARE_LINES:-420}
iterations=${ITERATIONS:-6400}
npm install --prefix . --no-save @fontsource/tinos@5 @fontsource/arimo@5 @fontsource/be-vietnam-pro@5 @fontsource/roboto@5 \
  @fontsource/source-serif-4@5 @fontsource/open-sans@5 @fontsource/lora@5 @fontsource/merriweather@5
python3 "$here/merge_fonts.py"
cp "$base" base.traineddata
combine_tessdata -u base.traineddata base
dawg2wordlist base.lstm-unicharset base.lstm-word-dawg words.txt
# Running text: whatever in this repository is written in Vietnamese.
grep -rhoE "[^'\"\`<>{}]*[ạảấầẩậắằặẹẻếềểễệịỉọỏốồổộớờởợụủứừửữự][^'\"\`<>{}]*" "$here/../../.." \
  --include='*.ts' --include='*.tsx' --include='*.md' --exclude-dir=node_modules | sed 's/^ *//' | awk 'length > 12' |
  sort -u > text.txt
python3 "$here/widen_network.py" base wide
cp base.traineddata wide.traineddata
combine_tessdata -o wide.traineddata wide.lstm wide.lstm-unicharset wide.lstm-recoder
draw() {
  python3 "$here/draw_lines.py" "$@"
  tesseract "$1.tif" "$1" --psm 13 lstm.train
  echo "$1.lstmf" >> lines.txt
}
# lstmtraining would go on from the end of a former run.
rm -f lines.txt step_checkpoint
for part in $(seq "$parts"); do draw "lines-$part" "$lines_a_part" "10$part"; done
draw lines-rare "$rare_lines" 900 rare
lstmtraining --continue_from wide.lstm --traineddata wide.traineddata --model_output step --train_listfile lines.txt \
  --max_iterations "$iterations"
lstmtraining --stop_training --convert_to_int --continue_from step_checkpoint --traineddata wide.traineddata \
  --model_output vie.traineddata
# Without this "ly hôn" is read "lỵ hôn": the rare letters are no longer rare in the lines drawn.
combine_tessdata -e vie.traineddata vie.lstm
python3 "$here/lower_bias.py" vie.lstm vie.lstm 1.0
combine_tessdata -o vie.traineddata vie.lstm
