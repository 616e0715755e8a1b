// What the speakers of spoken_phones say: short texts of this project (texts.txt) and sentences of a small grammar,
// whose words are chosen so that all of the 39 scored phones occur.
//
//     sentence  = statement | order | question | numbers
//     statement = noun-phrase verb-phrase [place]        "the noisy boys found a yellow leather jacket near the bridge"
//     order     = verb noun-phrase [place]               "measure the garage"
//     question  = "did" noun-phrase verb noun-phrase     "did your mother touch the fish"
//     numbers   = [opening] 2 to 5 of the ten digits     "call seven oh two"

#ifndef DATASETS_SPOKEN_PHONES_SENTENCES_H_
#define DATASETS_SPOKEN_PHONES_SENTENCES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/random.h"

namespace duet::spoken_phones {

// A sentence of the grammar, lower case, without a full stop.
std::string DrawSentence(RandomStream& random);

// The texts that the project wrote, one a line; comments (#) and empty lines dropped.
std::vector<std::string> ParseTexts(absl::string_view contents);

}  // namespace duet::spoken_phones

#endif  // DATASETS_SPOKEN_PHONES_SENTENCES_H_
