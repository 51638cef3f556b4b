package api

import (
	"net"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

var (
	regionForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	hostForm   = regexp.MustCompile(`^[A-Za-z0-9.\-:\[\]]+$`)
)

// ParseEndpoint checks an endpoint setting and gives the URL that it stands for: "" or "public" is the region's host
// on the internet, "vpc" its host inside a VPC, and anything else is taken as a full URL. Plain http goes to this
// machine only, unless plainHTTP allows it: over it, anybody on the way reads the answers and can change them.
func ParseEndpoint(endpoint, region string, plainHTTP bool) (*url.URL, error) {
	endpoint, region = strings.TrimSpace(endpoint), strings.TrimSpace(region)
	if region != "" && !regionForm.MatchString(region) {
		return nil, sayError("region %q is not a region id: write one such as cn-hangzhou", CleanID(region))
	}
	switch strings.ToLower(endpoint) {
	case "", "public":
		return regional("cr.", region)
	case "vpc":
		return regional("cr-vpc.", region)
	}
	return parseURL(endpoint, plainHTTP)
}

func regional(prefix, region string) (*url.URL, error) {
	if region == "" {
		return nil, sayError("no region: give one such as cn-hangzhou, or a full URL as the endpoint")
	}
	return &url.URL{Scheme: "https", Host: prefix + region + ".aliyuncs.com", Path: "/"}, nil
}

// parseURL never quotes what it refuses: whoever gave it knows it, and there could be a password in it.
func parseURL(endpoint string, plainHTTP bool) (*url.URL, error) {
	if strings.Contains(endpoint, "@") {
		return nil, sayError("the endpoint must not hold a user name or a password: keys come from the credentials")
	}
	u, err := url.Parse(endpoint)
	switch {
	case err != nil || !strings.Contains(endpoint, "://"):
		return nil, sayError("the endpoint is not a URL: write public, vpc or https://HOST")
	case u.Scheme != "https" && u.Scheme != "http":
		return nil, sayError("the endpoint must start with https://")
	case u.Hostname() == "" || !hostForm.MatchString(u.Host):
		return nil, sayError("the endpoint has no usable host name: write https://HOST")
	case !usable(u.Port()):
		return nil, sayError("the endpoint has no usable port: give one from 1 to 65535")
	case strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return nil, sayError("the endpoint must end after the host and the port")
	case u.Scheme == "http" && !plainHTTP && !loopback(u.Hostname()):
		return nil, sayError("the endpoint is plain http to another machine: write https://, or give --insecure-http")
	}
	host := strings.TrimSuffix(strings.ToLower(u.Host), ":") // as net/http sends it, and so as it is signed
	return &url.URL{Scheme: u.Scheme, Host: host, Path: "/"}, nil
}

// usable says that a port can be connected to, or is left to the scheme.
func usable(port string) bool {
	n, err := strconv.ParseUint(port, 10, 16)
	return port == "" || err == nil && n > 0
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}
