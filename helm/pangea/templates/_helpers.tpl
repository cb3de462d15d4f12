{{/* Names. */}}
{{- define "pangea.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end }}

{{- define "pangea.cluster" -}}
{{- .Values.cluster | default .Release.Name -}}
{{- end }}

{{- define "pangea.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end }}

{{- define "pangea.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- .Values.serviceAccount.name | default (include "pangea.fullname" .) -}}
{{- else -}}
{{- .Values.serviceAccount.name | default "default" -}}
{{- end -}}
{{- end }}

{{/* Labels that never change, by which pods are selected. */}}
{{- define "pangea.selectorLabels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "pangea.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{ include "pangea.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/part-of: pangea
{{- end }}

{{/* Secrets: names and keys of the URLs. */}}
{{- define "pangea.redisSecret" -}}
{{- .Values.redis.existingSecret | default (printf "%s-redis" (include "pangea.fullname" .)) -}}
{{- end }}

{{- define "pangea.redisSecretKey" -}}
{{- if .Values.redis.existingSecret -}}{{ .Values.redis.secretKey }}{{- else -}}url{{- end -}}
{{- end }}

{{- define "pangea.storageSecret" -}}
{{- .Values.storage.postgres.existingSecret | default (printf "%s-storage" (include "pangea.fullname" .)) -}}
{{- end }}

{{- define "pangea.storageSecretKey" -}}
{{- if .Values.storage.postgres.existingSecret -}}{{ .Values.storage.postgres.secretKey }}{{- else -}}url{{- end -}}
{{- end }}

{{- define "pangea.adminSecret" -}}
{{- .Values.admin.existingSecret | default (printf "%s-admin" (include "pangea.fullname" .)) -}}
{{- end }}

{{/* What the chart refuses, each with a sentence that says what to do. */}}
{{- define "pangea.check" -}}
{{- $storage := .Values.storage -}}
{{- $postgres := $storage.postgres -}}
{{- if eq $storage.kind "sqlite" -}}
{{-   if or $postgres.url $postgres.existingSecret -}}
{{-     fail "storage.postgres is given, but storage.kind is sqlite: set storage.kind=postgres, or leave storage.postgres empty." -}}
{{-   end -}}
{{-   range $role := list "shard" "gateway" "admin" -}}
{{-     $values := index $.Values $role -}}
{{-     if gt (int $values.replicas) 1 -}}
{{-       fail (printf "storage.kind=sqlite is a trial on one node, with one process of each role, for SQLite is one file that only processes of one machine can share: %s.replicas is %d. Set storage.kind=postgres and storage.postgres.url or storage.postgres.existingSecret." $role (int $values.replicas)) -}}
{{-     end -}}
{{-     if ($values.autoscaling | default dict).enabled -}}
{{-       fail (printf "storage.kind=sqlite is a trial on one node, with one process of each role, so %s.autoscaling cannot be on. Set storage.kind=postgres and storage.postgres.url or storage.postgres.existingSecret." $role) -}}
{{-     end -}}
{{-   end -}}
{{- else -}}
{{-   if and $postgres.url $postgres.existingSecret -}}
{{-     fail "storage.postgres.url and storage.postgres.existingSecret are both given: give one of them." -}}
{{-   end -}}
{{-   if not (or $postgres.url $postgres.existingSecret) -}}
{{-     fail "storage.kind=postgres needs storage.postgres.url, or storage.postgres.existingSecret with the name of a Secret that holds the URL." -}}
{{-   end -}}
{{-   if and $postgres.url (not (regexMatch "^postgres(ql)?://" $postgres.url)) -}}
{{-     fail "storage.postgres.url does not begin with postgres://." -}}
{{-   end -}}
{{- end -}}
{{- $redis := .Values.redis -}}
{{- if and $redis.url $redis.existingSecret -}}
{{-   fail "redis.url and redis.existingSecret are both given: give one of them." -}}
{{- end -}}
{{- if and $redis.bundled (or $redis.url $redis.existingSecret) -}}
{{-   fail "redis.bundled is on although redis.url or redis.existingSecret names a Redis of yours: set redis.bundled=false." -}}
{{- end -}}
{{- if not (or $redis.bundled $redis.url $redis.existingSecret) -}}
{{-   fail "redis.bundled is off: give redis.url, or redis.existingSecret with the name of a Secret that holds the URL." -}}
{{- end -}}
{{- if and $redis.url (not (regexMatch "^redis(\\+sentinel|\\+cluster)?://" $redis.url)) -}}
{{-   fail "redis.url begins with none of redis://, redis+sentinel:// and redis+cluster://." -}}
{{- end -}}
{{- range $role := list "shard" "gateway" -}}
{{-   $scaling := (index $.Values $role).autoscaling -}}
{{-   if and $scaling.enabled (gt (int $scaling.minReplicas) (int $scaling.maxReplicas)) -}}
{{-     fail (printf "%s.autoscaling.minReplicas is above maxReplicas." $role) -}}
{{-   end -}}
{{- end -}}
{{- if ge (int .Values.gateway.drainSeconds) (int .Values.gateway.terminationGracePeriodSeconds) -}}
{{-   fail "gateway.drainSeconds must leave some of gateway.terminationGracePeriodSeconds to end." -}}
{{- end -}}
{{- end }}

{{/* How many shards the first plan is for. */}}
{{- define "pangea.plannedShards" -}}
{{- if .Values.shard.autoscaling.enabled -}}
{{- int .Values.shard.autoscaling.minReplicas -}}
{{- else -}}
{{- int .Values.shard.replicas -}}
{{- end -}}
{{- end }}
