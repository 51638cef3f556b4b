package tongue

import (
	"maps"
	"sync"
)

// The words of the console of 容器镜像服务, and ours where it has none:
//
//	sync task 同步任务 · subscription 制品订阅 · batch 批次 · layer 镜像层 · manifest 清单 · tag 版本 · digest 摘要
//	instance 实例 · region 地域 · namespace 命名空间 · repository 镜像仓库 · image 镜像 · rule 同步规则 · target 监控目标
//	queued 排队中 · syncing 同步中 · pulling 拉取中 · stalled 停滞 · done 完成 · failed 失败 · canceled 已取消 · gone 已消失
//	throttled 限流 · token 令牌 · credentials 凭证 · key 密钥 · answer 响应 · request 请求 · call 调用 · retry 重试
//	reported 上报 · measured 实测 · estimated 估算 · rate 速率 · time left 剩余时间 · accelerated 加速
//	pane 窗格 · view 视图 · filter 筛选 · mark 标记 · sort 排序 · settings 配置 · notification 通知
//
// Figures stand apart from Chinese by a blank in sentences, and stand close to their unit in columns. Sentences that
// stand alone end with 。, hints and heads do not.
var chinese = language{Chinese, merged(chineseParts), sync.OnceValue(func() []saying { return sayings(merged(chineseSayings)) })}

var chineseParts = append([]map[Text]string{
	chineseStates, chineseList, chineseDetail, chineseTrouble, chineseKeys, chineseAway, chineseFilter,
}, chineseSayings...)

// chineseSayings are the sentences of rooms that do not know who reads them.
var chineseSayings = []map[Text]string{chineseCalls, chineseCredentials, chineseSettings, chineseRecording}

func merged(parts []map[Text]string) map[Text]string {
	all := map[Text]string{}
	for _, part := range parts {
		maps.Copy(all, part)
	}
	return all
}
