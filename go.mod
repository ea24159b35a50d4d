module github.com/carerota/carerota

go 1.26.8
