package tongue

// Texts is the catalogue of Chinese.
func Texts() map[Text]string { return chinese.texts }

// Parts are the catalogues that it is made of.
func Parts() []map[Text]string { return chineseParts }

// Sayings are those of its texts that can be told again.
func Sayings() map[Text]string { return merged(chineseSayings) }
