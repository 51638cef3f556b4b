package tongue

// Texts is the catalogue of Chinese.
func Texts() map[Text]string { return chinese.texts }

// Parts are the catalogues that it is made of.
func Parts() []map[Text]string { return chineseParts }
