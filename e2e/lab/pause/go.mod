module vip-operator.io/e2e/pause

go 1.21
