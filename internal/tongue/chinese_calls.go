package tongue

// chineseCalls is how a call fails on its way, and what is wrong with an answer.
var chineseCalls = map[Text]string{
	"the call failed":                                   "调用失败",
	"no answer in time":                                 "未及时响应",
	"%s did not answer in time":                         "%s 未及时响应",
	"%s cannot be reached":                              "无法连接 %s",
	"%s does not speak TLS":                             "%s 不支持 TLS",
	"%s closed the connection without an answer":        "%s 未响应即关闭连接",
	"%s answers with something that is not HTTP":        "%s 返回的内容不是 HTTP",
	"the connection to %s was refused":                  "%s 拒绝连接",
	"the name %s cannot be found":                       "无法解析域名 %s",
	"the certificate of %s is not trusted":              "%s 的证书不受信任",
	"the proxy on the way to %s cannot be reached":      "无法连接通往 %s 的代理",
	"the proxy answers HTTP %d to a connection with %s": "代理对 %[2]s 的连接返回 HTTP %[1]d",
	"too many calls":                                    "调用过于频繁",
	"a redirect, which is not followed: it would carry the signature to another host": "收到重定向，但不会跟随：否则签名会发往其他主机",
	"the answer is empty":                                        "响应为空",
	"the answer is a web page":                                   "响应是网页",
	"the answer is cut short or garbled":                         "响应不完整或已损坏",
	"the answer is not a JSON object":                            "响应不是 JSON 对象",
	"the answer is not what %s returns":                          "响应不是 %s 应返回的内容",
	"the answer is longer than 8 MiB":                            "响应超过 8 MiB",
	"the service says that the call failed, and gives no reason": "服务称调用失败，未说明原因",
}
