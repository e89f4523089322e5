#!/bin/sh
# Makes vie.traineddata anew in the folder it is started in. Needs tesseract-ocr with its training tools, npm, and
# Python with numpy, opencv-python-headless, pillow, fonttools, brotli; takes about fifteen processor minutes.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
base=${1:?usage: train.sh TESSDATA_FAST_VIE.traineddata}
npm install --no-save @fontsource/tinos@5 @fontsource/arimo@5 @fontsource/be-vietnam-pro@5 @fontsource/roboto@5 \
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
rm -f lines.txt
for part in 1 2 3 4 5; do draw "lines-$part" 700 "10$part"; done
draw lines-rare 420 900 rare
lstmtraining --continue_from wide.lstm --traineddata wide.traineddata --model_output step --train_listfile lines.txt \
  --max_iterations 6400
lstmtraining --stop_training --convert_to_int --continue_from step_checkpoint --traineddata wide.traineddata \
  --model_output vie.traineddata
# Without this "ly hôn" is read "lỵ hôn": the rare letters are no longer rare in the lines drawn.
combine_tessdata -e vie.traineddata vie.lstm
python3 "$here/lower_bias.py" vie.lstm vie.lstm 1.0
combine_tessdata -o vie.traineddata vie.lstm
