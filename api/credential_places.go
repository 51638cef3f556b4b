package api

// CredentialFiles are the two files that keys are looked for in: the aliyun CLI's and that of the SDKs. A path is empty
// when there is no home folder to hold it.
func CredentialFiles(o CredentialOptions) (cli, sdk string) {
	cli, _ = o.cliFile()
	sdk, _ = o.iniFile()
	return cli, sdk
}

// Profiles are the names of the aliyun CLI's profiles; none when its file cannot be read.
func Profiles(o CredentialOptions) []string {
	file, err := readCLIFile(o.cliFile())
	if err != nil {
		return nil
	}
	var names []string
	for _, p := range file.Profiles {
		if p != nil && p.Name != "" {
			names = append(names, CleanID(p.Name))
		}
	}
	return names
}
