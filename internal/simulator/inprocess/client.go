package inprocess

import (
	"acrwatch/api"
	"acrwatch/internal/simulator"
)

// Key is the one that the simulator knows.
func Key() api.Credentials {
	return api.Credentials{ID: simulator.AccessKeyID, Secret: api.NewSecret(simulator.AccessKeySecret)}
}

// New is a simulator and the real client of it. The client may hold another key than Key.
func New(o simulator.Options, key api.Credentials) (*simulator.Simulator, *api.Client, error) {
	service, err := simulator.New(o)
	if err != nil {
		return nil, nil, err
	}
	client, err := api.NewClient(api.Options{
		Region: service.Region(), Endpoint: "http://127.0.0.1:1", Transport: Transport{Handler: service},
		Credentials: api.StaticCredentials(key),
	})
	return service, client, err
}
